package dev.mcpoauth.client.binding;

import dev.mcpoauth.client.Refusal;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.Verdict;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} that is signed in: whatever takes an HttpClient can talk to a protected MCP server. Requests that
 * the session covers carry its tokens; a 401 or 403 is dealt with before the caller's body subscriber exists, and the
 * request is repeated if its body can be. Requests to other origins, and requests that bring an {@code Authorization} of
 * their own, pass unchanged. Thread-safe.
 *
 * <p>A body of unknown length, or of more than 4 MiB, is sent once: its refusal is the caller's, and the next request
 * finds the tokens that were obtained meanwhile.
 */
public final class OAuthHttpClient extends HttpClient {
    private static final int MOST_REPEATS = 3;

    private final HttpClient client;
    private final ResourceSession session;
    private final Executor blocking;

    /**
     * Signs in the requests of a client.
     *
     * @param client what sends the requests
     * @throws IllegalArgumentException if it follows redirects, as it would take the token along to other origins
     */
    public OAuthHttpClient(HttpClient client, ResourceSession session) {
        this(client, session, OAuthHttpClient::onItsOwnThread);
    }

    /**
     * As above, with an executor.
     *
     * @param blocking where sign-ins and refreshes wait
     */
    public OAuthHttpClient(HttpClient client, ResourceSession session, Executor blocking) {
        if (client.followRedirects() != Redirect.NEVER) {
            throw new IllegalArgumentException("the HttpClient must not follow redirects (Redirect.NEVER)");
        }
        this.client = client;
        this.session = session;
        this.blocking = blocking;
    }

    private static void onItsOwnThread(Runnable work) {
        Thread thread = new Thread(work, "mcp-oauth-authorization");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> pending = sendAsync(request, handler);
        try {
            return pending.get();
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the request failed", e.getCause());
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        boolean foreign = !session.covers(request.uri())
                || request.headers().firstValue("Authorization").isPresent();
        if (foreign) {
            return client.sendAsync(request, handler);
        }
        boolean repeatable =
                request.bodyPublisher().map(RepeatableBody::canTake).orElse(true);
        Call<T> call = new Call<>(handler, new AtomicReference<>());
        if (request.bodyPublisher().isEmpty() || !repeatable) {
            return call.cancelling(attempt(request, call, repeatable ? MOST_REPEATS : 0));
        }
        return call.cancelling(RepeatableBody.take(request.bodyPublisher().get())
                .thenCompose(body -> attempt(withBody(request, body), call, MOST_REPEATS)));
    }

    /** What stays the same over the repeats of one call, and the exchange that is under way for it. */
    private record Call<T>(BodyHandler<T> handler, AtomicReference<@Nullable CompletableFuture<?>> underWay) {

        /** A future whose cancellation ends the exchange too, as that of an {@link HttpClient} does. */
        CompletableFuture<HttpResponse<T>> cancelling(CompletableFuture<HttpResponse<T>> result) {
            CompletableFuture<HttpResponse<T>> unused = result.whenComplete((response, failure) -> {
                CompletableFuture<?> exchange = underWay.get();
                if (failure instanceof CancellationException && exchange != null) {
                    exchange.cancel(true);
                }
            });
            return result;
        }
    }

    /** HTTP/2 server push is not authorized; pushed answers pass unchanged. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    private static HttpRequest withBody(HttpRequest request, byte[] body) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .method(request.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }

    private <T> CompletableFuture<HttpResponse<T>> attempt(HttpRequest request, Call<T> call, int repeats) {
        return headers(request).thenCompose(added -> {
            CompletableFuture<HttpResponse<ChallengeBody<T>>> exchange =
                    client.sendAsync(with(request, added), ChallengeBody.handler(call.handler()));
            call.underWay().set(exchange);
            return exchange.thenCompose(response -> deal(request, call, added, response, repeats));
        });
    }

    private CompletableFuture<Map<String, String>> headers(HttpRequest request) {
        Optional<Map<String, String>> atHand = session.headersAtHand(request.method(), request.uri());
        return atHand.map(CompletableFuture::completedFuture)
                .orElseGet(() -> blocking(() -> session.headers(request.method(), request.uri())));
    }

    private static HttpRequest with(HttpRequest request, Map<String, String> added) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
        added.forEach(builder::setHeader);
        return builder.build();
    }

    private <T> CompletableFuture<HttpResponse<T>> deal(
            HttpRequest request,
            Call<T> call,
            Map<String, String> sent,
            HttpResponse<ChallengeBody<T>> response,
            int repeats) {
        if (response.body() instanceof ChallengeBody.Delivered<T> delivered) {
            return CompletableFuture.completedFuture(new DeliveredResponse<>(response, delivered.body()));
        }
        ChallengeBody.HeldBack<T> heldBack = (ChallengeBody.HeldBack<T>) response.body();
        return verdict(request, sent, response)
                .thenCompose(verdict -> verdict == Verdict.RETRY && repeats > 0
                        ? attempt(request, call, repeats - 1)
                        : heldBack.deliver(call.handler()).thenApply(body -> new DeliveredResponse<>(response, body)));
    }

    private CompletableFuture<Verdict> verdict(
            HttpRequest request, Map<String, String> sent, HttpResponse<?> response) {
        Map<String, List<String>> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        Refusal refusal =
                new Refusal(request.method(), request.uri(), operation(request), response.statusCode(), headers, sent);
        return blocking(() -> session.refused(refusal));
    }

    /** What MCP's mirrored headers say, else nothing. */
    private static String operation(HttpRequest request) {
        String method = request.headers().firstValue("Mcp-Method").orElse("");
        return (method + " " + request.headers().firstValue("Mcp-Name").orElse("")).trim();
    }

    /** A call that may wait for a user or another process. */
    @FunctionalInterface
    private interface Waiting<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> CompletableFuture<T> blocking(Waiting<T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new CompletionException(e);
                    }
                },
                blocking);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }
}
