package dev.mcpoauth.example.conformance.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;

/** A real Boot application: what it configures by itself does not get in the servlet's way. */
class BootApplicationTest {

    private static final String LISTEN = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":"
            + "{\"notifications\":{},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    private final ConfigurableApplicationContext application = BootApplication.start(0);
    private final URI endpoint =
            URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + "/mcp");

    @AfterEach
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS", "SESSION"})
    void servesBothEras(Era era) throws Exception {
        try (McpClient client = McpClient.over(
                        HttpTransport.to(endpoint).era(era).build())
                .as("test", "1")
                .connect()) {
            assertThat(client.listTools()).isNotEmpty();
        }
    }

    @Test
    void stopsThoughAClientListens() throws Exception {
        HttpResponse<InputStream> listening =
                HttpClient.newHttpClient().send(listen(endpoint), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(listening.statusCode()).isEqualTo(200);
        Instant before = Instant.now();
        application.close();
        // Boot would wait for half a minute.
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(new String(listening.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"resultType\":\"complete\"");
    }

    private static HttpRequest listen(URI endpoint) {
        return HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "subscriptions/listen")
                .POST(HttpRequest.BodyPublishers.ofString(LISTEN))
                .build();
    }
}
