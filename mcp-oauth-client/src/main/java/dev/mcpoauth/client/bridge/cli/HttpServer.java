package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.ServerConnector;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.EraCache;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.client.http.Reconnection;
import dev.mcpoauth.transport.client.http.Retries;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reaches the server over HTTP.
 *
 * @param url where it is
 * @param client carries the requests; asked for late, as the host may be answered before it is there
 * @param authorizer signs in
 * @param headers what the user adds to each request
 * @param messageBytes the longest message of the server
 * @param patience how long a message is tried again that the server does not take
 * @param eras remembers what the server speaks
 * @param only the one era to speak, if the user has said so
 * @param legacy whether 2026-07-28 is not spoken to the server
 * @param pings how often a session is pinged, if it is
 */
record HttpServer(
        URI url,
        Supplier<HttpClient> client,
        HttpAuthorizer authorizer,
        Map<String, String> headers,
        int messageBytes,
        Duration patience,
        EraCache eras,
        Optional<Era> only,
        boolean legacy,
        Optional<Duration> pings)
        implements ServerConnector {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    @Override
    public ClientTransport connect(Era expected) {
        ClientTransport transport = transport(expected);
        return pings.isEmpty() ? transport : new PingingTransport(transport, pings.get());
    }

    private ClientTransport transport(Era expected) {
        HttpTransport.Builder transport = HttpTransport.to(url)
                .client(client.get())
                .authorizer(authorizer)
                .maxMessageBytes(messageBytes)
                .retries(new Retries(patience, FIRST_WAIT, LONGEST_WAIT))
                .reconnection(Reconnection.ENDLESS);
        headers.forEach(transport::header);
        if (only.isPresent()) {
            return transport.era(only.get()).build();
        }
        boolean initialize =
                legacy || (expected == Era.SESSION && !eras.find(url).equals(Optional.of(Era.STATELESS)));
        return transport.eraCache(initialize ? new Initializing() : eras).build();
    }

    /** Begins with {@code initialize} unasked; what comes of it is worth no note. */
    private static final class Initializing implements EraCache {
        @Override
        public Optional<Era> find(URI endpoint) {
            return Optional.of(Era.SESSION);
        }

        @Override
        public void remember(URI endpoint, Era era) {
            // It is not asked again in the life of the transport.
        }

        @Override
        public void forget(URI endpoint) {
            // Neither is this.
        }
    }
}
