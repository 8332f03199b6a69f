package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.bridge.ScriptedHost;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Takes over what mcp-remote 0.15.1 has left in its files; the real one is tried in {@code .ci/clients}. */
class ImportTest {
    private static final UnaryOperator<JsonObject.Builder> UNCHANGED = UnaryOperator.identity();

    private final ScriptedServer server = new ScriptedServer();

    /** A bridge in this process may still note how the server introduced itself when its test has ended. */
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    ImportTest() {
        server.on("/mcp", request -> server.isGood(request) ? FlaggedBridge.answer(request) : server.unauthorized());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FlaggedBridge bridge(String... arguments) {
        return new FlaggedBridge(folder.resolve("state"), arguments)
                .env("MCP_REMOTE_CONFIG_DIR", folder.resolve("theirs").toString());
    }

    private String url() {
        return server.mcp().toString();
    }

    private Path theirs(String hash, String file, JsonObject content) throws IOException {
        Path version = Files.createDirectories(folder.resolve("theirs").resolve("mcp-remote-v1"));
        return Files.writeString(version.resolve(hash + "_" + file), content.toJson());
    }

    private String hash(String... arguments) throws Misuse {
        return McpRemoteStore.hash(bridge(arguments).invocation(), Map.of());
    }

    private void signedInThere(
            String hash, UnaryOperator<JsonObject.Builder> tokens, UnaryOperator<JsonObject.Builder> client)
            throws IOException {
        JsonObject issued = JsonObject.parse(server.issue("db:read").body());
        JsonObject.Builder written = issued.toBuilder()
                .put("issuer", server.origin())
                .put("expires_at", Instant.now().plusSeconds(3600).toEpochMilli())
                .put("requested_scope", "db:read");
        theirs(hash, "tokens.json", tokens.apply(written).build());
        JsonObject.Builder registration = JsonObject.builder()
                .put("client_id", "theirs")
                .put("redirect_uris", List.of("http://localhost:3335/oauth/callback"))
                .put("token_endpoint_auth_method", "none")
                .put("issuer", server.origin());
        theirs(hash, "client_info.json", client.apply(registration).build());
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("theirs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void goesOnWithTheirTokensAndTheirClientAndLeavesTheirFiles() throws Exception {
        signedInThere(hash(url()), UNCHANGED, UNCHANGED);
        Map<String, String> before = files();
        FlaggedBridge taking = bridge("import", url());
        assertThat(taking.run()).as(taking.said()).isEqualTo(Main.OK);
        assertThat(taking.said()).contains("Do not start mcp-remote");
        server.expireAccessTokens();
        try (ScriptedHost host = bridge(url()).host()) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            host.result(1);
        }
        assertThat(server.tokenRequests("refresh_token").get(0).form().value("client_id"))
                .contains("theirs");
        assertThat(server.received("/authorize")).isEmpty();
        assertThat(server.received("/register")).isEmpty();
        assertThat(files()).isEqualTo(before);
        FlaggedBridge again = bridge("import", url());
        assertThat(again.run()).isEqualTo(Main.OK);
        assertThat(again.said()).contains("a sign-in here already");
    }

    @Test
    void refreshesTokensThatHaveEnded() throws Exception {
        signedInThere(hash(url()), tokens -> tokens.put("expires_at", 1000L), UNCHANGED);
        assertThat(bridge("import", url()).run()).isEqualTo(Main.OK);
        try (ScriptedHost host = bridge(url()).host()) {
            host.initialize();
        }
        assertThat(server.tokenRequests("refresh_token")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "none, other, has not noted who issued the tokens",
        "other, other, does not name https://other.example as its",
        "same, other, has not noted who issued the tokens, or has noted two",
        "same, none, has not noted who issued the tokens"
    })
    void takesNoTokensWhoseIssuerIsNotTheServers(String ofTokens, String ofClient, String why) throws Exception {
        signedInThere(hash(url()), json -> issuer(json, ofTokens), json -> issuer(json, ofClient));
        FlaggedBridge taking = bridge("import", url());
        assertThat(taking.run()).isNotEqualTo(Main.OK);
        assertThat(taking.said()).contains(why).hasLineCount(1);
        assertThat(bridge("status", url()).run()).isEqualTo(Main.FAILED);
        assertThat(server.received("/token")).isEmpty();
    }

    private JsonObject.Builder issuer(JsonObject.Builder json, String which) {
        return switch (which) {
            case "none" -> json.remove("issuer");
            case "other" -> json.put("issuer", "https://other.example");
            default -> json.put("issuer", server.origin());
        };
    }

    @Test
    void believesNoMetadataThatNamesAnotherIssuer() throws Exception {
        signedInThere(hash(url()), UNCHANGED, UNCHANGED);
        server.metadata(document -> document.put("issuer", "https://other.example"));
        FlaggedBridge taking = bridge("import", url());
        assertThat(taking.run()).isEqualTo(Main.FAILED);
        assertThat(taking.said()).contains("client.discovery.issuer-mismatch");
    }

    @Test
    void isNoSecondClientAtAnIssuer() throws Exception {
        signedInThere(hash(url()), UNCHANGED, UNCHANGED);
        signedInThere(hash(url() + "/"), UNCHANGED, client -> client.put("client_id", "another"));
        server.on("/.well-known/oauth-protected-resource/mcp/", request -> Answer.empty(404))
                .on("/mcp/", request -> server.unauthorized());
        assertThat(bridge("import", url()).run()).isEqualTo(Main.OK);
        FlaggedBridge second = bridge("import", url() + "/");
        assertThat(second.run()).isEqualTo(Main.FAILED);
        assertThat(second.said()).contains("another client at");
    }

    @Test
    void asAConfiguredClientNeedsItsConfiguration() throws Exception {
        String info = "{\"client_id\":\"mine\",\"issuer\":\"" + server.origin() + "\"}";
        signedInThere(hash(url()), UNCHANGED, UNCHANGED);
        Files.delete(folder.resolve("theirs/mcp-remote-v1").resolve(hash(url()) + "_client_info.json"));
        assertThat(bridge("import", url()).run()).isEqualTo(Main.FAILED);
        assertThat(bridge("import", url(), "--static-oauth-client-info", info).run())
                .isEqualTo(Main.OK);
        server.expireAccessTokens();
        try (ScriptedHost host =
                bridge(url(), "--static-oauth-client-info", info).host()) {
            host.initialize();
        }
        assertThat(server.tokenRequests("refresh_token").get(0).form().value("client_id"))
                .contains("mine");
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        FlaggedBridge taking = bridge("import", url());
        assertThat(taking.run()).isEqualTo(Main.FAILED);
        assertThat(taking.said()).contains("There is no sign-in of mcp-remote");
        assertThat(bridge("import", url(), "--from", "/none").run()).isEqualTo(Main.FAILED);
        theirs(hash(url()), "tokens.json", JsonObject.EMPTY);
        assertThat(bridge("import", url()).run()).isEqualTo(Main.MISUSED);
        Files.writeString(folder.resolve("theirs/mcp-remote-v1").resolve(hash(url()) + "_tokens.json"), "{");
        FlaggedBridge damaged = bridge("import", url());
        assertThat(damaged.run()).isEqualTo(Main.MISUSED);
        assertThat(damaged.said()).contains("is damaged").hasLineCount(1);
    }

    /** The expected values were computed by the function getServerUrlHash of mcp-remote 0.15.1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "|aa5b24b0ba3994ba0c496692c23aa9e7",
                "--resource=https://r.example|4498dead790fe2f38fe28105dc308ca8",
                "--header=X-B:2 --header=X-A:${T}\"é/|d6033e8f6ea67f69fe97d5a2d2d3e3cc",
                "--authorize-param=b=2 --authorize-param=a=1=1|0f2beb78705917bd05a730a220c8225f",
                "--client-metadata-url=https://c.example/c|4ffdb558a837932ba57dae59721af5c5",
                "--resource=https://r.example --header=A:b --authorize-param=x=y --client-metadata-url=https://c.example/c --token-endpoint=https://t.example/t|146349c72455fd4ddaa8fee544773f40"
            })
    void findsTheFilesOfTheSameFlags(String flags, String expected) throws Exception {
        Invocation invocation = bridge(
                        ("https://a.example/mcp " + Optional.ofNullable(flags).orElse("")).split(" "))
                .invocation();
        Map<String, String> headers = HeaderLines.unexpanded(invocation.all(Flag.HEADER), Optional.empty());
        assertThat(McpRemoteStore.hash(invocation, headers)).isEqualTo(expected);
    }
}
