package dev.mcpoauth.client.bridge.cli;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An {@link HttpClient} that gives up on answers that do not begin or do not go on, and that shows the proxy its
 * credentials. Only there when one of these was asked for. Thread-safe.
 */
final class PacedHttpClient extends HttpClient {
    private final HttpClient client;
    private final Optional<Duration> headers;
    private final Optional<Duration> body;
    private final Function<URI, Optional<String>> proxyAuthorization;

    /**
     * Paces a client.
     *
     * @param headers how long the beginning of an answer may take
     * @param body how long the rest of it may pause
     * @param proxyAuthorization what the proxy on the way to a URL wants to be told; the client takes it out of what goes
     *     to the server
     */
    PacedHttpClient(
            HttpClient client,
            Optional<Duration> headers,
            Optional<Duration> body,
            Function<URI, Optional<String>> proxyAuthorization) {
        this.client = client;
        this.headers = headers;
        this.body = body;
        this.proxyAuthorization = proxyAuthorization;
    }

    private HttpRequest prepared(HttpRequest request) {
        HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
        if (request.timeout().isEmpty()) {
            headers.ifPresent(copy::timeout);
        }
        proxyAuthorization.apply(request.uri()).ifPresent(value -> copy.setHeader("Proxy-Authorization", value));
        return copy.build();
    }

    private <T> BodyHandler<T> paced(BodyHandler<T> handler) {
        return body.isEmpty() ? handler : info -> new PacedBody<>(handler.apply(info), body.get());
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(prepared(request), paced(handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(prepared(request), paced(handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return client.sendAsync(prepared(request), paced(handler), pushes);
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
}
