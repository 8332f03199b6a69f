package dev.mcpoauth.client.bridge.cli;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Fails a body of which nothing comes for a while: a connection that is dead does not say so by itself. */
final class PacedBody<T> implements BodySubscriber<T>, Flow.Subscription {
    private final BodySubscriber<T> body;
    private final Duration pause;
    private final AtomicLong heard = new AtomicLong(System.nanoTime());
    private volatile boolean ended;
    private volatile Flow.Subscription source = this;

    PacedBody(BodySubscriber<T> body, Duration pause) {
        this.body = body;
        this.pause = pause;
    }

    @Override
    public CompletionStage<T> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        body.onSubscribe(this);
        checkAfter(pause.toNanos());
    }

    private void checkAfter(long nanos) {
        Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
        later.execute(this::check);
    }

    private void check() {
        long left = pause.toNanos() - (System.nanoTime() - heard.get());
        if (ended) {
            return;
        }
        if (left > 0) {
            checkAfter(left);
        } else {
            source.cancel();
            onError(new HttpTimeoutException("nothing more of the answer within " + pause.toSeconds() + " s"));
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        heard.set(System.nanoTime());
        if (!ended) {
            body.onNext(buffers);
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        if (!ended) {
            ended = true;
            body.onError(failure);
        }
    }

    @Override
    public synchronized void onComplete() {
        if (!ended) {
            ended = true;
            body.onComplete();
        }
    }

    @Override
    public void request(long n) {
        source.request(n);
    }

    @Override
    public void cancel() {
        ended = true;
        source.cancel();
    }
}
