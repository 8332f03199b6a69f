package dev.mcpoauth.client.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Exchanges over {@link HttpClient}. The deadline covers the whole answer, so that a server which drips a document byte by
 * byte ends like one which is silent. Thread-safe.
 */
public final class JdkHttpExchange implements HttpExchange {
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final int LARGEST = 512 * 1024;

    private final Supplier<HttpClient> client;
    private final Duration deadline;
    private final int largestBody;

    /** A client of its own, 15 seconds and 512 KiB for each answer. */
    public JdkHttpExchange() {
        this(new Once<>(JdkHttpExchange::newClient), DEADLINE, LARGEST);
    }

    private JdkHttpExchange(Supplier<HttpClient> client, Duration deadline, int largestBody) {
        this.client = client;
        this.deadline = deadline;
        this.largestBody = largestBody;
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(DEADLINE)
                .build();
    }

    /**
     * With a client that carries the caller's proxy and TLS settings.
     *
     * @throws IllegalArgumentException if the client follows redirects: a redirected token request would carry the
     *     secrets in it to wherever the answer points
     */
    public JdkHttpExchange(HttpClient client, Duration deadline, int largestBody) {
        this(() -> client, deadline, largestBody);
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HttpClient must not follow redirects (Redirect.NEVER)");
        }
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> pending =
                client.get().sendAsync(request(call), info -> BoundedBody.of(info, largestBody));
        try {
            HttpResponse<byte[]> response = pending.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpReply(
                    response.statusCode(), lowerCase(response.headers().map()), response.body());
        } catch (TimeoutException e) {
            throw new IOException("no whole answer from " + call.uri().getRawAuthority() + " within " + deadline, e);
        } catch (ExecutionException e) {
            throw asIOException(call, e.getCause() == null ? e : e.getCause());
        } finally {
            pending.cancel(true);
        }
    }

    private static HttpRequest request(HttpCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri());
        call.headers().forEach(request::setHeader);
        return request.method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()))
                .build();
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        return lower;
    }

    private static IOException asIOException(HttpCall call, Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new IOException("request to " + call.uri().getRawAuthority() + " failed: " + message, cause);
    }
}
