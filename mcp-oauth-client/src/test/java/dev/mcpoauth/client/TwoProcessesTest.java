package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.NoUserAgent;
import dev.mcpoauth.client.login.UserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.FileCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.core.RedirectUri;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several Java processes on one file store. */
class TwoProcessesTest {
    @TempDir
    private Path store;

    @TempDir
    private Path scratch;

    private Path output() {
        return scratch.resolve("output.txt");
    }

    private String whatTheySaid() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What each process runs: one request with the stored tokens, or with a sign-in. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            UserAgent user = arguments[2].equals("user")
                    ? LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE)
                    : new NoUserAgent(new RedirectUri("http://127.0.0.1:1/callback"));
            System.exit(
                    request(URI.create(arguments[0]), Path.of(arguments[1]), user)
                                    .equals("hello")
                            ? 0
                            : 1);
        }
    }

    private static String request(URI server, Path store, UserAgent user) throws IOException, InterruptedException {
        OAuthClient client = OAuthClient.forUsers(
                        user, RegistrationSettings.builder("test client").build())
                .store(new FileCredentialStore(store))
                .build();
        return new OAuthHttpClient(HttpClient.newHttpClient(), client.session(server))
                .send(HttpRequest.newBuilder(server).build(), BodyHandlers.ofString())
                .body();
    }

    private List<Process> start(int count, ScriptedServer server, String user) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xshare:auto",
                            "-cp",
                            classPath,
                            Child.class.getName(),
                            server.mcp().toString(),
                            store.toString(),
                            user)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                    .start());
        }
        return all;
    }

    @Test
    void refreshOnceBetweenThem() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            request(server.mcp(), store, LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE));
            server.expireAccessTokens();
            for (Process process : start(2, server, "nobody")) {
                assertThat(process.waitFor()).as(this::whatTheySaid).isZero();
            }
            assertThat(server.tokenRequests("refresh_token")).hasSize(1);
        }
    }

    @Test
    void signInOnceBetweenThem() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            for (Process process : start(3, server, "user")) {
                assertThat(process.waitFor()).as(this::whatTheySaid).isZero();
            }
            assertThat(server.received("/authorize")).hasSize(1);
            assertThat(server.received("/register")).hasSize(1);
            assertThat(server.tokenRequests("authorization_code")).hasSize(1);
        }
    }
}
