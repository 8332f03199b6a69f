package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.json.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E1: the SSE era (2024-11-05)")
class SseEraTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(
                Fixtures::application, settings -> settings.serveSseEra().heartbeat(Duration.ofMillis(50)), 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("E1-S1, E1-S2, E1-S3: the first event names where to POST, and answers come as message events")
    void servesOneStreamAndOneEndpoint() throws Exception {
        BufferedReader stream = open();
        URI endpoint = endpoint(stream);
        assertThat(post(endpoint, initializeBody("2024-11-05"))).isEqualTo(202);
        assertThat(next(stream).at("result", "protocolVersion")).contains(Json.of("2024-11-05"));
        assertThat(post(endpoint, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
                .isEqualTo(202);
        assertThat(post(endpoint, rpc(7, "tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":1}}")))
                .isEqualTo(202);
        assertThat(next(stream).string("method")).contains("notifications/progress");
        assertThat(next(stream).string("method")).contains("notifications/message");
        assertThat(next(stream).string("method")).contains("notifications/progress");
        assertThat(next(stream).get("id")).contains(Json.of(7));
        server.mcp.removeTool("liar");
        assertThat(next(stream).string("method")).contains("notifications/tools/list_changed");
    }

    @Test
    void asksTheClientOnTheStream() throws Exception {
        BufferedReader stream = open();
        URI endpoint = endpoint(stream);
        post(endpoint, initializeBody("2024-11-05"));
        next(stream);
        post(endpoint, rpc(1, "tools/call", "{\"name\":\"ask\"}"));
        Json question = next(stream);
        post(
                endpoint,
                Json.object()
                        .put("jsonrpc", "2.0")
                        .put("id", question.get("id").orElseThrow())
                        .put("result", Json.parse("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"))
                        .build()
                        .toString());
        assertThat(next(stream).toString()).contains("Hello Ada");
    }

    @Test
    void refusesOtherConnectionsAndCallers() throws Exception {
        URI endpoint = endpoint(open());
        assertThat(post(endpoint, rpc(1, "ping", "{}"))).isEqualTo(400);
        assertThat(post(URI.create(endpoint + "x"), rpc(1, "ping", "{}"))).isEqualTo(404);
        HttpResponse<String> stolen = server.http.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/json")
                        .header("X-Test-Caller", "eve")
                        .POST(HttpRequest.BodyPublishers.ofString(initializeBody("2024-11-05")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(stolen.statusCode()).isEqualTo(404);
    }

    @Test
    void endsTheSessionWithTheConnection() throws Exception {
        int before = server.servlet.sessionCount();
        HttpResponse<InputStream> response =
                server.http.send(server.request().GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader stream = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        post(endpoint(stream), initializeBody("2024-11-05"));
        next(stream);
        assertThat(server.servlet.sessionCount()).isGreaterThan(before);
        response.body().close();
        Awaitility.await().until(() -> server.servlet.sessionCount() <= before);
    }

    @Test
    void isOffUnlessSwitchedOn() throws Exception {
        try (TestServer usual = new TestServer(Fixtures::application)) {
            assertThat(usual.send(usual.request().GET()).statusCode()).isEqualTo(400);
        }
    }

    private static BufferedReader open() throws Exception {
        HttpResponse<InputStream> response =
                server.http.send(server.request().GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static URI endpoint(BufferedReader stream) throws Exception {
        assertThat(stream.readLine()).isEqualTo("event: endpoint");
        return server.uri().resolve(stream.readLine().substring("data: ".length()));
    }

    private static int post(URI endpoint, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return server.http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static Json next(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: {")) line = lines.readLine();
        return Json.parse(Optional.ofNullable(line).orElseThrow().substring("data: ".length()));
    }
}
