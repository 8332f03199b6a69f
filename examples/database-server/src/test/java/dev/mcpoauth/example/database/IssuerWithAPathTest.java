package dev.mcpoauth.example.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.example.database.cli.Arguments;
import dev.mcpoauth.example.database.cli.Invocation;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An issuer below the root: every URL that the server announces is one that it serves. */
class IssuerWithAPathTest {

    @TempDir
    Path directory;

    @Test
    void servesTheEndpointWhereItsMetadataSays() throws Exception {
        int port = freePort();
        String origin = "http://localhost:" + port;
        Invocation invocation = Arguments.read(
                List.of(
                        "--port=" + port,
                        "--data=" + directory,
                        "--account=alice:secret",
                        "--issuer=" + origin + "/shop"),
                Map.of());
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        try (Application application = Application.start(((Invocation.Start) invocation).options(), nowhere)) {
            assertThat(application).isNotNull();
            HttpResponse<String> refused = get(origin + "/shop/mcp");
            assertThat(refused.statusCode()).isEqualTo(401);
            String metadata = origin + "/.well-known/oauth-protected-resource/shop/mcp";
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains(metadata);
            assertThat(get(metadata).body()).contains("\"resource\":\"" + origin + "/shop/mcp\"");
            assertThat(get(origin + "/.well-known/oauth-authorization-server/shop")
                            .body())
                    .contains("\"token_endpoint\":\"" + origin + "/shop/token\"");
            assertThat(get(origin + "/shop/token").statusCode()).isEqualTo(405);
        }
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
