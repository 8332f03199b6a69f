package dev.mcpoauth.client.binding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Takes a request body into memory so that it can be sent again; only for bodies of known and moderate length. */
final class RepeatableBody implements Flow.Subscriber<ByteBuffer> {
    private static final long LARGEST = 4L * 1024 * 1024;

    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    /** Whether the body can be taken: its length is known beforehand, and no stream stands behind it. */
    static boolean canTake(BodyPublisher publisher) {
        return publisher.contentLength() >= 0 && publisher.contentLength() <= LARGEST;
    }

    static CompletableFuture<byte[]> take(BodyPublisher publisher) {
        RepeatableBody body = new RepeatableBody();
        publisher.subscribe(body);
        return body.bytes;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        if (collected.size() + (long) part.length > LARGEST) {
            bytes.completeExceptionally(new IOException("the body is longer than its publisher said"));
            return;
        }
        collected.writeBytes(part);
    }

    @Override
    public void onError(Throwable failure) {
        bytes.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        bytes.complete(collected.toByteArray());
    }
}
