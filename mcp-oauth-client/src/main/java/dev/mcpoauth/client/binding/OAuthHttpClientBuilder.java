package dev.mcpoauth.client.binding;

import dev.mcpoauth.client.ResourceSession;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * For libraries that take no {@link HttpClient} but a builder of one, as the official Java SDK's client transports do: what
 * it builds is an {@link OAuthHttpClient}. Not thread-safe, as other builders.
 *
 * <pre>{@code
 * HttpClientStreamableHttpTransport.builder(server)
 *         .clientBuilder(new OAuthHttpClientBuilder(HttpClient.newBuilder().version(Version.HTTP_1_1), session))
 * }</pre>
 */
public final class OAuthHttpClientBuilder implements HttpClient.Builder {
    private final HttpClient.Builder builder;
    private final ResourceSession session;

    /**
     * Signs in the clients of a builder.
     *
     * @param builder what it is told is passed on to; redirects stay {@link Redirect#NEVER}
     * @param session whose tokens the clients' requests carry
     */
    public OAuthHttpClientBuilder(HttpClient.Builder builder, ResourceSession session) {
        this.builder = builder;
        this.session = session;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
        builder.cookieHandler(cookieHandler);
        return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
        builder.connectTimeout(duration);
        return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext sslContext) {
        builder.sslContext(sslContext);
        return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
        builder.sslParameters(sslParameters);
        return this;
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
        builder.executor(executor);
        return this;
    }

    @Override
    public HttpClient.Builder followRedirects(Redirect policy) {
        builder.followRedirects(policy);
        return this;
    }

    @Override
    public HttpClient.Builder version(Version version) {
        builder.version(version);
        return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
        builder.priority(priority);
        return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector proxySelector) {
        builder.proxy(proxySelector);
        return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
        builder.authenticator(authenticator);
        return this;
    }

    /**
     * The client.
     *
     * @throws IllegalArgumentException if it would follow redirects, as it would take the token along to other origins
     */
    @Override
    public HttpClient build() {
        return new OAuthHttpClient(builder.build(), session);
    }
}
