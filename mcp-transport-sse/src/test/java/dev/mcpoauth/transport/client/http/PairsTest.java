package dev.mcpoauth.transport.client.http;

import static dev.mcpoauth.transport.ProtocolVersion.V2024_11_05;
import static dev.mcpoauth.transport.ProtocolVersion.V2025_03_26;
import static dev.mcpoauth.transport.ProtocolVersion.V2025_06_18;
import static dev.mcpoauth.transport.ProtocolVersion.V2025_11_25;
import static dev.mcpoauth.transport.ProtocolVersion.V2026_07_28;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.container.Container;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Each kind of client with each kind of server (2026-07-28, Versioning, \"Compatibility Matrix\")")
class PairsTest {

    private static final Optional<Era> MODERN = Optional.of(Era.STATELESS);
    private static final Optional<Era> OLDER = Optional.of(Era.SESSION);
    private static final Optional<Era> DUAL = Optional.empty();

    private final List<Container> containers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        containers.forEach(Container::close);
    }

    @Test
    @DisplayName("PAIR-1: modern client, modern server")
    void modernWithModern() throws Exception {
        assertThat(spoken(MODERN, modernServer())).isEqualTo(V2026_07_28);
    }

    @Test
    @DisplayName("PAIR-2: modern client, older server: the refusal names what the server speaks")
    void modernWithOlder() throws Exception {
        URI server = olderServer(V2025_11_25);
        assertThatThrownBy(() -> spoken(MODERN, server))
                .isInstanceOf(McpErrorException.class)
                .hasMessageContaining("2025-11-25");
    }

    @Test
    @DisplayName("PAIR-3: modern client, dual server")
    void modernWithDual() throws Exception {
        assertThat(spoken(MODERN, dualServer())).isEqualTo(V2026_07_28);
    }

    @Test
    @DisplayName("PAIR-4: dual client, modern server")
    void dualWithModern() throws Exception {
        assertThat(spoken(DUAL, modernServer())).isEqualTo(V2026_07_28);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolVersion.class,
            names = {"V2025_03_26", "V2025_06_18", "V2025_11_25"})
    @DisplayName("PAIR-5: dual client, older server")
    void dualWithOlder(ProtocolVersion version) throws Exception {
        assertThat(spoken(DUAL, olderServer(version))).isEqualTo(version);
    }

    @Test
    @DisplayName("PAIR-6: dual client, dual server")
    void dualWithDual() throws Exception {
        assertThat(spoken(DUAL, dualServer())).isEqualTo(V2026_07_28);
    }

    @Test
    @DisplayName("PAIR-7: older client, modern server: the refusal names what the server speaks")
    void olderWithModern() throws Exception {
        URI server = modernServer();
        assertThatThrownBy(() -> spoken(OLDER, server))
                .isInstanceOf(McpErrorException.class)
                .hasMessageContaining("2026-07-28");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolVersion.class,
            names = {"V2025_03_26", "V2025_06_18", "V2025_11_25"})
    @DisplayName("PAIR-8: older client, older server")
    void olderWithOlder(ProtocolVersion version) throws Exception {
        assertThat(spoken(OLDER, olderServer(version))).isEqualTo(version);
    }

    @Test
    @DisplayName("PAIR-9: older client, dual server")
    void olderWithDual() throws Exception {
        assertThat(spoken(OLDER, dualServer())).isEqualTo(V2025_11_25);
    }

    /** Connects, calls a tool and says in which revision. */
    private static ProtocolVersion spoken(Optional<Era> era, URI server) throws Exception {
        HttpTransport.Builder transport = HttpTransport.to(server);
        era.ifPresent(transport::era);
        try (McpClient client =
                McpClient.over(transport.build()).as("test", "1").connect()) {
            assertThat(client.callTool("hello", Json.EMPTY_OBJECT).text()).isEqualTo("hello");
            return client.protocolVersion();
        }
    }

    private URI modernServer() throws Exception {
        return server(application().versions(V2026_07_28));
    }

    private URI olderServer(ProtocolVersion version) throws Exception {
        return server(application().versions(version));
    }

    private URI dualServer() throws Exception {
        return server(application().versions(V2024_11_05, V2025_03_26, V2025_06_18, V2025_11_25, V2026_07_28));
    }

    private static McpServer.Builder application() {
        return McpServer.builder("peer", "1")
                .tool(ToolDefinition.builder("hello").build(), (arguments, context) -> ToolResult.text("hello"));
    }

    private URI server(McpServer.Builder application) throws Exception {
        McpServlet servlet = new McpServlet(application.build());
        Container container = Container.start(context -> servlet.mount(context, "/mcp"));
        containers.add(container);
        return container.uri("/mcp");
    }
}
