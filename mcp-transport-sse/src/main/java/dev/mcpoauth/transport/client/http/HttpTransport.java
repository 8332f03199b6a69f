package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.EraCache;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.MemoryEraCache;
import dev.mcpoauth.transport.json.JsonReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Builds transports over HTTP.
 *
 * <pre>{@code
 * ClientTransport transport = HttpTransport.to(URI.create("https://example.com/mcp")).build();
 * }</pre>
 */
public final class HttpTransport {

    private HttpTransport() {}

    /**
     * Starts a transport to this endpoint.
     *
     * @throws IllegalArgumentException if it is no http or https URL, or has user information or a fragment
     */
    public static Builder to(URI endpoint) {
        if (!Origins.isHttp(endpoint) || endpoint.getRawFragment() != null)
            throw new IllegalArgumentException("the endpoint must be an http or https URL without user and fragment");
        return new Builder(endpoint);
    }

    /** Collects settings. Everything has a default. */
    public static final class Builder {

        private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

        private final URI endpoint;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Optional<HttpClient> client = Optional.empty();
        private HttpAuthorizer authorizer = HttpAuthorizer.NONE;
        private int messageBytes = JsonReader.DEFAULT_MAX_BYTES;
        private Reconnection reconnection = Reconnection.DEFAULT;
        private Retries retries = Retries.NONE;
        private Duration openTimeout = Duration.ofSeconds(30);
        private Optional<Era> era = Optional.empty();
        private EraCache eraCache = new MemoryEraCache(Clock.systemUTC());

        private Builder(URI endpoint) {
            this.endpoint = endpoint;
        }

        /**
         * Sends with this client; default is a client of its own that waits 20 s for a connection.
         *
         * @throws IllegalArgumentException if the client follows redirects: it would carry credentials and messages to
         *     wherever the server points. The transport follows those that stay on the origin by itself
         */
        public Builder client(HttpClient httpClient) {
            if (httpClient.followRedirects() != Redirect.NEVER)
                throw new IllegalArgumentException("the HTTP client must not follow redirects");
            client = Optional.of(httpClient);
            return this;
        }

        /** Asks this authorizer for credentials; default {@link HttpAuthorizer#NONE}. */
        public Builder authorizer(HttpAuthorizer httpAuthorizer) {
            authorizer = httpAuthorizer;
            return this;
        }

        /** Sends a header with each request. The headers of the protocol and of the authorizer win. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** Reads messages of at most so many bytes; default 4 MiB. */
        public Builder maxMessageBytes(int bytes) {
            if (bytes < 1) throw new IllegalArgumentException("bytes must be positive: " + bytes);
            messageBytes = bytes;
            return this;
        }

        /** Reopens ended streams like this; default {@link Reconnection#DEFAULT}. */
        public Builder reconnection(Reconnection policy) {
            reconnection = policy;
            return this;
        }

        /** Sends messages again that the server did not take; default {@link Retries#NONE}. */
        public Builder retries(Retries policy) {
            retries = policy;
            return this;
        }

        /** Waits so long for the answer that tells the era, and for the {@code endpoint} event; default 30 s. */
        public Builder openTimeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero())
                throw new IllegalArgumentException("timeout must be positive: " + timeout);
            openTimeout = timeout;
            return this;
        }

        /** Speaks this era without asking; default is to find out. */
        public Builder era(Era fixed) {
            era = Optional.of(fixed);
            return this;
        }

        /** Remembers found eras here; default is a memory of this transport's own, which is worth little. */
        public Builder eraCache(EraCache cache) {
            eraCache = cache;
            return this;
        }

        /** The transport, not yet open. */
        public ClientTransport build() {
            HttpSettings settings = new HttpSettings(
                    endpoint,
                    client.orElseGet(this::newClient),
                    authorizer,
                    Map.copyOf(headers),
                    messageBytes,
                    reconnection,
                    retries,
                    openTimeout);
            if (era.isEmpty()) return new AutoTransport(settings, eraCache);
            return switch (era.get()) {
                case STATELESS -> new StatelessTransport(settings);
                case SESSION -> new SessionTransport(settings);
                case SSE -> new SseTransport(settings);
            };
        }

        private HttpClient newClient() {
            // Without TLS, HTTP/2 begins with an upgrade of the first request, which some servers answer with an error.
            boolean tls = "https".equalsIgnoreCase(endpoint.getScheme());
            return HttpClient.newBuilder()
                    .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
        }
    }
}
