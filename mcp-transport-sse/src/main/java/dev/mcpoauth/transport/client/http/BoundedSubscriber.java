package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.http.AnswerBody.Whole;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects a body, and fails as soon as it is longer than allowed. */
final class BoundedSubscriber implements BodySubscriber<AnswerBody> {

    private final CompletableFuture<AnswerBody> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private @Nullable Subscription subscription;

    BoundedSubscriber(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription incoming) {
        subscription = incoming;
        incoming.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        for (ByteBuffer chunk : chunks) {
            if (chunk.remaining() > limit - bytes.size()) {
                refuse();
                return;
            }
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.write(copy, 0, copy.length);
        }
    }

    @Override
    public void onError(Throwable cause) {
        result.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        result.complete(new Whole(bytes.toByteArray()));
    }

    private void refuse() {
        if (subscription != null) subscription.cancel();
        result.completeExceptionally(new AnswerTooLongException(limit));
    }
}
