package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.HttpAuthorizer.Rejection;
import dev.mcpoauth.transport.client.HttpAuthorizer.Target;
import dev.mcpoauth.transport.client.HttpAuthorizer.Verdict;
import dev.mcpoauth.transport.sse.SseEncoder;
import dev.mcpoauth.transport.sse.SseLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP requests: asks the authorizer, follows redirects that stay on the origin and keep the method, bounds what
 * it reads. The caller judges the status.
 */
final class HttpCaller implements AutoCloseable {

    /** A 401 that leads to a sign-in, then a 403 that leads to a step-up; a third refusal is final. */
    private static final int MAX_REJECTIONS = 2;

    private static final int MAX_REDIRECTS = 3;

    private final HttpSettings settings;
    private final Map<EventStreamSubscriber, Boolean> streams = new ConcurrentHashMap<>();

    HttpCaller(HttpSettings settings) {
        this.settings = settings;
    }

    Answer call(HttpCall call, EventSink sink) throws IOException, InterruptedException {
        HttpCall next = call;
        int rejections = 0;
        for (int redirects = 0; ; ) {
            Target target = new Target(next.method(), next.uri(), next.operation());
            Map<String, String> authorization = settings.authorizer().headers(target);
            Answer answer = send(next, next.request(authorization), sink);
            if (answer.isUnauthorized() && rejections++ < MAX_REJECTIONS) {
                Rejection rejection = new Rejection(answer.status(), answer.headers(), authorization);
                if (settings.authorizer().rejected(target, rejection) == Verdict.RETRY) continue;
                return answer;
            }
            Optional<URI> elsewhere = redirect(next.uri(), answer);
            if (elsewhere.isEmpty() || redirects++ == MAX_REDIRECTS) return answer;
            next = next.to(elsewhere.get());
        }
    }

    /** Cancels all streams. */
    @Override
    public void close() {
        streams.keySet().forEach(EventStreamSubscriber::cancel);
    }

    /** Cancels the streams that can be opened again, since they change nothing. */
    void cancelGets() {
        streams.forEach((stream, get) -> {
            if (get) stream.cancel();
        });
    }

    private Answer send(HttpCall call, HttpRequest request, EventSink sink) throws IOException, InterruptedException {
        Body body = new Body(call, sink);
        call.departure().leave();
        CompletableFuture<HttpResponse<AnswerBody>> pending = settings.client().sendAsync(request, body);
        try {
            HttpResponse<AnswerBody> response = await(pending, call);
            return new Answer(response.statusCode(), lowerCase(response.headers()), response.body());
        } catch (InterruptedException | TimeoutException e) {
            pending.cancel(true);
            body.cancel();
            if (e instanceof InterruptedException interrupted) throw interrupted;
            throw new HttpTimeoutException("no answer within " + call.timeout());
        } catch (ExecutionException e) {
            throw new ExchangeFailedException(call.method() + " failed: " + reason(e.getCause()), e.getCause());
        }
    }

    private static <T> T await(CompletableFuture<T> pending, HttpCall call)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (call.timeout().isZero()) return pending.get();
        return pending.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The class always, the text only where it is known to quote nothing of the request. */
    private static String reason(@Nullable Throwable cause) {
        if (cause == null) return "for an unknown reason";
        String type = cause.getClass().getSimpleName();
        return cause instanceof IOException && cause.getMessage() != null ? type + " " + cause.getMessage() : type;
    }

    private static Optional<URI> redirect(URI from, Answer answer) {
        if (answer.status() != 307 && answer.status() != 308) return Optional.empty();
        try {
            return answer.header("location")
                    .map(from::resolve)
                    .filter(Origins::isHttp)
                    .filter(to -> Origins.same(from, to));
        } catch (IllegalArgumentException notAUri) {
            return Optional.empty();
        }
    }

    private static Map<String, List<String>> lowerCase(HttpHeaders headers) {
        return headers.map().entrySet().stream()
                .collect(Collectors.toMap(
                        e -> e.getKey().toLowerCase(Locale.ROOT), e -> List.copyOf(e.getValue()), (a, b) -> a));
    }

    /** Reads a success of type {@code text/event-stream} as it comes, and everything else whole. */
    private final class Body implements BodyHandler<AnswerBody> {

        private final HttpCall call;
        private final EventSink sink;
        private volatile Runnable cancellation = () -> {};

        Body(HttpCall call, EventSink sink) {
            this.call = call;
            this.sink = sink;
        }

        @Override
        public HttpResponse.BodySubscriber<AnswerBody> apply(HttpResponse.ResponseInfo info) {
            if (info.statusCode() != 200 || !isEventStream(info.headers()))
                return new BoundedSubscriber(settings.messageBytes());
            sink.head(info.headers());
            return stream();
        }

        private EventStreamSubscriber stream() {
            SseLimits limits = new SseLimits(settings.messageBytes(), settings.messageBytes());
            EventStreamSubscriber[] self = new EventStreamSubscriber[1];
            EventStreamSubscriber stream =
                    new EventStreamSubscriber(limits, call.resumeAfter(), sink, () -> streams.remove(self[0]));
            self[0] = stream;
            streams.put(stream, call.method().equals("GET"));
            cancellation = stream::cancel;
            return stream;
        }

        void cancel() {
            cancellation.run();
        }

        private boolean isEventStream(HttpHeaders headers) {
            return MediaTypes.is(headers.firstValue("content-type"), SseEncoder.MEDIA_TYPE);
        }
    }
}
