package dev.mcpoauth.example.sdk.peer;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.client.http.HttpTransport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@DisplayName("Our client against the official Java SDK's server")
@Timeout(60)
class OurClientTest {

    /** The SDK's server ignores cancellation, and has no event store to resume from. */
    private static final List<String> UNKNOWN_TO_THE_SDK = List.of("cancels", "reconnects");

    /** Its stateless server is a request and a response, nothing else. */
    private static final List<String> UNKNOWN_WITHOUT_SESSIONS = List.of(
            "hears of progress",
            "hears what is logged",
            "answers an elicitation",
            "answers a sampling",
            "answers for its roots",
            "hears that the tools changed",
            "hears that a resource changed",
            "cancels",
            "reconnects",
            "starts a new session",
            "ends its session");

    /** One stream is all there is of a session of the SSE era. */
    private static final List<String> UNKNOWN_TO_THE_SSE_ERA =
            List.of("cancels", "reconnects", "starts a new session", "ends its session");

    private final List<SdkServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(SdkServer::close);
    }

    @TestFactory
    Stream<DynamicNode> withSessions() {
        return Stream.of(ProtocolVersion.V2025_03_26, ProtocolVersion.V2025_06_18, ProtocolVersion.V2025_11_25)
                .map(version -> against(SdkServer::mcp, version, UNKNOWN_TO_THE_SDK));
    }

    @TestFactory
    Stream<DynamicNode> withoutSessions() {
        return Stream.of(ProtocolVersion.V2025_03_26, ProtocolVersion.V2025_06_18, ProtocolVersion.V2025_11_25)
                .map(version -> against(SdkServer::stateless, version, UNKNOWN_WITHOUT_SESSIONS));
    }

    @TestFactory
    DynamicNode ofTheSseEra() {
        return against(SdkServer::sse, ProtocolVersion.V2024_11_05, UNKNOWN_TO_THE_SSE_ERA);
    }

    private DynamicNode against(Function<SdkServer, URI> endpoint, ProtocolVersion version, List<String> unknown) {
        SdkServer server = start(version);
        URI url = endpoint.apply(server);
        return PeerTests.of(
                version.wire(),
                OurClient.over(HttpTransport.to(url).build(), version, url).without(unknown));
    }

    private SdkServer start(ProtocolVersion version) {
        try {
            SdkServer server = SdkServer.start(0, version.wire());
            servers.add(server);
            return server;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
