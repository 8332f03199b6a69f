package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.http.AnswerBody.Events;
import dev.mcpoauth.transport.sse.SseLimitException;
import dev.mcpoauth.transport.sse.SseLimits;
import dev.mcpoauth.transport.sse.SseParser;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a response body to the event parser as it arrives. Its result is there as soon as the sink awaits nothing more;
 * the rest is still read, so that the connection can be used again.
 */
final class EventStreamSubscriber implements BodySubscriber<AnswerBody> {

    private final CompletableFuture<AnswerBody> result = new CompletableFuture<>();
    private final SseParser parser;
    private final Runnable ended;
    private volatile @Nullable Subscription subscription;
    private volatile boolean cancelled;

    /**
     * @param resumeAfter the event that the stream continues after
     * @param ended runs once, when there is nothing left to cancel
     */
    EventStreamSubscriber(SseLimits limits, String resumeAfter, EventSink sink, Runnable ended) {
        this.parser = new SseParser(limits, resumeAfter, event -> {
            if (sink.event(event)) finish();
        });
        this.ended = ended;
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription incoming) {
        subscription = incoming;
        if (cancelled) incoming.cancel();
        else incoming.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        try {
            for (ByteBuffer chunk : chunks) parser.feed(chunk);
        } catch (SseLimitException | RuntimeException e) {
            result.completeExceptionally(e);
            cancel();
            return;
        }
        Subscription current = subscription;
        if (current != null && !cancelled) current.request(1);
    }

    /** A stream that breaks off ends like one that was closed: either may be resumed. */
    @Override
    public void onError(Throwable cause) {
        onComplete();
    }

    @Override
    public void onComplete() {
        finish();
        ended.run();
    }

    /** Closes the stream, which in the stateless era cancels the request. */
    void cancel() {
        cancelled = true;
        Subscription current = subscription;
        if (current != null) current.cancel();
        onComplete();
    }

    private void finish() {
        result.complete(new Events(parser.lastEventId(), parser.retry()));
    }
}
