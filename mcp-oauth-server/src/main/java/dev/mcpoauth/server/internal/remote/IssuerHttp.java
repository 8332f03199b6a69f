package dev.mcpoauth.server.internal.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks one issuer. The deadline covers the whole answer, so that one which drips ends like one which is silent; no redirect
 * is followed, so that nothing goes anywhere but where the operator said. Thread-safe.
 */
public final class IssuerHttp {
    private static final int LARGEST = 512 * 1024;

    private final HttpClient client;
    private final Duration deadline;

    /**
     * With this client.
     *
     * @throws IllegalArgumentException if it follows redirects
     */
    public IssuerHttp(HttpClient client, Duration deadline) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HttpClient must not follow redirects (Redirect.NEVER)");
        }
        this.client = client;
        this.deadline = deadline;
    }

    /** A client with the platform's settings. */
    public static HttpClient defaultClient() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** GETs a document. */
    public CompletableFuture<Reply> get(URI location) {
        return send(location, HttpRequest.newBuilder(location).GET());
    }

    /** GETs a document with an {@code Authorization} header. */
    public CompletableFuture<Reply> get(URI location, String authorization) {
        return send(location, HttpRequest.newBuilder(location).GET().header("Authorization", authorization));
    }

    /** POSTs a form with an {@code Authorization} header; without one if that is empty. */
    public CompletableFuture<Reply> post(URI location, String authorization, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(location)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return send(location, authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private CompletableFuture<Reply> send(URI location, HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<byte[]>> pending = begin(request.header("Accept", "application/json"));
        CompletableFuture<Reply> reply =
                pending.thenApply(response -> new Reply(location, response.statusCode(), response.body()));
        return reply.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS).whenComplete((ok, failure) -> {
            if (failure != null) {
                pending.cancel(true);
            }
        });
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest.Builder request) {
        try {
            return client.sendAsync(request.build(), info -> new BoundedBody(LARGEST));
        } catch (IllegalArgumentException notForThisClient) {
            return CompletableFuture.failedFuture(notForThisClient);
        }
    }
}
