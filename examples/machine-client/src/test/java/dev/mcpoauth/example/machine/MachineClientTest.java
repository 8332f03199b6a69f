package dev.mcpoauth.example.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.example.database.DatabaseServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A client of its own (RFC 6749 §4.4, RFC 7523 §2.2), with tokens bound to a key (RFC 9449)")
@Timeout(120)
class MachineClientTest {
    @TempDir
    private Path directory;

    private Process server;
    private String issuer;

    @BeforeEach
    void serveWhoeverHasTheKey() throws Exception {
        assertThat(run("keys", "nightly").trim()).isEmpty();
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseServer.class.getName(),
                        "--port",
                        "0",
                        "--data",
                        directory.resolve("data").toString(),
                        "--clients-file",
                        directory.resolve("nightly.json").toString(),
                        "--dpop",
                        "required")
                .redirectError(directory.resolve("server.log").toFile())
                .start();
        issuer = issuer();
    }

    private String issuer() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(" serves ")) {
                return line.substring(line.indexOf("http"), line.lastIndexOf("/mcp"));
            }
        }
        throw new IllegalStateException("no server: " + Files.readString(directory.resolve("server.log")));
    }

    @AfterEach
    void stop() {
        server.destroyForcibly().onExit().join();
    }

    private String run(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MachineClient.run(directory, new PrintStream(out, true, UTF_8), arguments);
        return out.toString(UTF_8);
    }

    @Test
    void callsAToolWithNobodyAtABrowser() throws Exception {
        String answer = run(
                "call",
                issuer,
                issuer + "/mcp",
                "nightly",
                "query",
                "{\"sql\": \"SELECT COUNT(*) AS books FROM book\"}");

        assertThat(answer).containsIgnoringCase("books").containsPattern("[1-9]");
    }

    @Test
    void itsTokenIsWorthNothingToWhoeverTakesIt() throws Exception {
        URI mcp = URI.create(issuer + "/mcp");
        ResourceSession session = MachineClient.session(
                new Issuer(issuer), mcp, "nightly", Files.readString(directory.resolve("nightly.pem")));
        session.signIn();
        Map<String, String> headers = session.headers("POST", mcp);
        assertThat(headers.get("Authorization")).startsWith("DPoP ");

        assertThat(status(mcp, headers)).isNotEqualTo(401);
        assertThat(status(mcp, Map.of("Authorization", headers.get("Authorization"))))
                .isEqualTo(401);
        assertThat(status(
                        mcp,
                        Map.of("Authorization", headers.get("Authorization").replace("DPoP ", "Bearer "))))
                .isEqualTo(401);
    }

    private static int status(URI mcp, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(mcp)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString("{}"));
        headers.forEach(request::header);
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        return answer.statusCode();
    }

    @Test
    void anotherKeyIsAnotherClient() throws Exception {
        Files.delete(directory.resolve("nightly.pem"));
        run("keys", "nightly");

        assertThatThrownBy(() -> run("call", issuer, issuer + "/mcp", "nightly", "list_tables"))
                .hasStackTraceContaining(TokenRequestFailed.class.getName())
                .hasStackTraceContaining("invalid_client");
    }

    @Test
    void aKeyIsForItsOwnerAndNotOverwritten() throws Exception {
        Path key = directory.resolve("nightly.pem");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(directory.resolve("nightly.json"))).doesNotContain("\"d\"");
        assertThatThrownBy(() -> run("keys", "nightly")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        assertThat(run("call", "nightly")).contains("machine-client keys CLIENT_ID");
    }
}
