package dev.mcpoauth.client.binding;

import dev.mcpoauth.client.http.BoundedBody;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * What became of a response's body: handed to the caller as it came, or, for a 401 or 403, held back until it is known
 * whether the caller shall see it.
 */
sealed interface ChallengeBody<T> {

    /** The caller's own body. */
    record Delivered<T>(T body) implements ChallengeBody<T> {}

    /** A refusal whose body, at most 64 KiB, nobody has seen. */
    final class HeldBack<T> implements ChallengeBody<T> {
        private final ResponseInfo info;
        private final byte[] bytes;

        private HeldBack(ResponseInfo info, byte[] bytes) {
            this.info = info;
            this.bytes = bytes;
        }

        /** Lets the caller's handler see it after all. */
        CompletionStage<T> deliver(BodyHandler<T> handler) {
            BodySubscriber<T> subscriber = handler.apply(info);
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    // All there is follows at once.
                }

                @Override
                public void cancel() {
                    // Nothing is under way.
                }
            });
            if (bytes.length > 0) {
                subscriber.onNext(List.of(ByteBuffer.wrap(bytes)));
            }
            subscriber.onComplete();
            return subscriber.getBody();
        }
    }

    /** Decides before the caller's subscriber exists, as one that exists has to be fed. */
    static <T> BodyHandler<ChallengeBody<T>> handler(BodyHandler<T> callers) {
        return info -> {
            if (info.statusCode() == 401 || info.statusCode() == 403) {
                return BodySubscribers.mapping(new BoundedBody(64 * 1024), bytes -> new HeldBack<T>(info, bytes));
            }
            return BodySubscribers.mapping(callers.apply(info), Delivered<T>::new);
        };
    }
}
