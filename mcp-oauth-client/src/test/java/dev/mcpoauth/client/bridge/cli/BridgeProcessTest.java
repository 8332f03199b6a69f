package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.bridge.ScriptedHost;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.FileCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.transport.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as hosts start it: a process of its own, at a protected server. */
class BridgeProcessTest {
    private static final Pattern URL = Pattern.compile("Sign in at: (http\\S+)");

    private final ScriptedServer server = new ScriptedServer();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path state;

    BridgeProcessTest() {
        server.on("/mcp", request -> server.isGood(request) ? answer(request.body()) : server.unauthorized());
    }

    private static Answer answer(String body) {
        if (body.isEmpty()) {
            return Answer.empty(405);
        }
        Json message = Json.parse(body);
        if (!message.has("id")) {
            return Answer.empty(202);
        }
        String result = message.string("method").equals(Optional.of("initialize"))
                ? "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}"
                : "{\"tools\":[]}";
        String text = "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id").orElseThrow() + ",\"result\":" + result + "}";
        return new Answer(200, Map.of("Content-Type", "application/json"), text);
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        server.close();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--state-dir", state().toString(), "--key-source", "file", "--no-browser"));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        Thread reading = new Thread(() -> readErrors(process), "reads-errors");
        reading.setDaemon(true);
        reading.start();
        return process;
    }

    private void readErrors(Process process) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(errors::add);
        } catch (IOException | UncheckedIOException ended) {
            errors.add("(ended)");
        }
    }

    private Path state() {
        return state.resolve("state");
    }

    private List<Path> stateFiles(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(state())) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private ScriptedHost host() throws IOException {
        Process process = start(server.mcp().toString());
        return new ScriptedHost(process.getOutputStream(), process.getInputStream(), new ScriptedHost.Ending() {
            @Override
            public boolean await(Duration patience) throws InterruptedException {
                return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public void force() {
                process.destroyForcibly();
            }
        });
    }

    private List<String> urls() {
        return errors.stream()
                .map(URL::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    private void signIn() throws IOException, InterruptedException {
        await().atMost(Duration.ofSeconds(20)).until(() -> !urls().isEmpty());
        HttpClient browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        HttpRequest visit = HttpRequest.newBuilder(URI.create(urls().get(0))).build();
        assertThat(browser.send(visit, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void signsInOnceAndIsSignedInAfterARestart() throws Exception {
        try (ScriptedHost host = host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            signIn();
            host.result(0);
            host.request(1, "tools/list", Json.NULL);
            host.result(1);
            host.hangUp();
        }
        try (ScriptedHost again = host()) {
            again.initialize();
            again.request(1, "tools/list", Json.NULL);
            again.result(1);
        }
        assertThat(urls()).hasSize(1);
        assertThat(server.received("/register")).hasSize(1);
        assertThat(server.received("/token")).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
                .isEqualTo("rwx------");
    }

    @Test
    void twoAtOnceShareOneSignIn() throws Exception {
        try (ScriptedHost one = host();
                ScriptedHost other = host()) {
            one.request(0, "initialize", Json.EMPTY_OBJECT);
            other.request(0, "initialize", Json.EMPTY_OBJECT);
            one.request(1, "tools/list", Json.NULL);
            other.request(1, "tools/list", Json.NULL);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.received("/mcp").size() >= 2);
            signIn();
            one.result(1);
            other.result(1);
        }
        assertThat(urls()).hasSize(1);
        assertThat(server.tokenRequests("authorization_code")).hasSize(1);
    }

    @Test
    void endsWhenItsInputClosesDuringASignIn() throws Exception {
        try (ScriptedHost host = host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            await().atMost(Duration.ofSeconds(20)).until(() -> !urls().isEmpty());
            host.hangUp();
        }
    }

    @Test
    void doesNotSignInAgainAndAgain() throws Exception {
        server.on("/mcp", request -> server.unauthorized());
        try (ScriptedHost host = host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            host.request(1, "tools/list", Json.NULL);
            signIn();
            assertThat(host.refusal(1)).isEqualTo(ClientReasons.BRIDGE_REMOTE_REFUSED.id());
            host.request(2, "tools/list", Json.NULL);
            assertThat(host.refusal(2)).isEqualTo(ClientReasons.TOKEN_REJECTED.id());
        }
        assertThat(urls()).hasSize(1);
    }

    @Test
    void commandsSignInTellAndSignOut() throws Exception {
        String url = server.mcp().toString();
        assertThat(start("status", url).waitFor()).isEqualTo(Main.FAILED);
        Process login = start("login", url);
        signIn();
        assertThat(login.waitFor()).isEqualTo(Main.OK);
        assertThat(start("status", url).waitFor()).isEqualTo(Main.OK);
        assertThat(start("logout", url).waitFor()).isEqualTo(Main.OK);
        assertThat(server.received("/revoke")).isNotEmpty();
        assertThat(start("status", url).waitFor()).isEqualTo(Main.FAILED);
    }

    @Test
    void theDoctorSignsInOnlyIfTold() throws Exception {
        String url = server.mcp().toString();
        assertThat(start("doctor", url).waitFor()).isEqualTo(Main.OK);
        assertThat(server.received("/authorize")).isEmpty();
        Process doctor = start("doctor", url, "--sign-in");
        signIn();
        String table = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(doctor.waitFor()).as(table).isEqualTo(Main.OK);
        assertThat(table).containsPattern("(?m)^ok +doctor\\.server\\.accepts ").contains("and the session era");
        assertThat(table).doesNotContain("access-").doesNotContain("refresh-");
    }

    /** As earlier versions have left it. */
    @Test
    void takesOverWhatWasStoredInTheClear() throws Exception {
        ResourceSession session = OAuthClient.forUsers(
                        LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE),
                        RegistrationSettings.builder("MCP OAuth Bridge").build())
                .store(new FileCredentialStore(state()))
                .build()
                .session(server.mcp());
        session.signIn();
        try (ScriptedHost host = host()) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            host.result(1);
            host.hangUp();
        }
        assertThat(urls()).isEmpty();
        assertThat(server.received("/authorize")).hasSize(1);
        assertThat(stateFiles(".json"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(file -> assertThat(file).content().doesNotContain("access_token"));
    }

    @Test
    void neitherForgetsNorReplacesWhatItCannotDecryptUnlessTold() throws Exception {
        String url = server.mcp().toString();
        Process login = start("login", url);
        signIn();
        assertThat(login.waitFor()).isEqualTo(Main.OK);
        await().until(() -> errors.contains("The key of the stored sign-ins is at file."));
        Path key = stateFiles(".key").get(0);
        Path moved = Files.move(key, state.resolve("moved"));
        assertThat(start("status", url).waitFor()).isEqualTo(Main.FAILED);
        await().until(() -> errors.stream().anyMatch(line -> line.contains("--replace-lost-key")));
        try (ScriptedHost host = host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            host.request(1, "tools/list", Json.NULL);
            assertThat(host.refusal(1)).isEqualTo(ClientReasons.BRIDGE_KEY_UNAVAILABLE.id());
        }
        Files.move(moved, key);
        assertThat(start("status", url).waitFor()).isEqualTo(Main.OK);
        Files.delete(key);
        assertThat(start("status", url, "--replace-lost-key").waitFor()).isEqualTo(Main.FAILED);
        await().until(() -> errors.contains("Not signed in."));
        assertThat(stateFiles(".lost")).isNotEmpty();
    }
}
