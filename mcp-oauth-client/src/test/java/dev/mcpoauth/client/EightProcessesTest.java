package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.client.store.KeySources;
import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight Java processes on one encrypted file store, as hosts start one bridge per window. */
class EightProcessesTest {
    private static final int PROCESSES = 8;

    private final ScriptedServer server = new ScriptedServer();
    private final List<ChildJvm> children = new ArrayList<>();

    @TempDir
    private Path store;

    @AfterEach
    void stop() {
        children.forEach(ChildJvm::close);
        server.close();
    }

    /** What each process runs: a request whenever it is told to, in one session, with a user who approves at once. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            OAuthHttpClient http = client(URI.create(arguments[0]), Path.of(arguments[1]), Clock.systemUTC());
            ChildJvm.tell("ready");
            while (true) {
                ChildJvm.await();
                ChildJvm.tell(request(http, URI.create(arguments[0])));
            }
        }
    }

    private static OAuthHttpClient client(URI server, Path store, Clock clock) throws IOException {
        OAuthClient client = OAuthClient.forUsers(
                        LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .store(EncryptedFileCredentialStore.in(store)
                        .key(KeySources.keyFile(store))
                        .open())
                .clock(clock)
                .build();
        return new OAuthHttpClient(HttpClient.newHttpClient(), client.session(server));
    }

    private static String request(OAuthHttpClient http, URI server) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server).build(), BodyHandlers.ofString())
                .body();
    }

    private void startAll() throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            children.add(ChildJvm.start(Child.class, server.mcp().toString(), store.toString()));
        }
        hearFromAll("ready");
    }

    private void hearFromAll(String expected) throws Exception {
        for (ChildJvm child : children) {
            assertThat(child.hear()).as("%s", child.output()).isEqualTo(expected);
        }
    }

    private void requestInAll() throws Exception {
        children.forEach(child -> child.say("go"));
        hearFromAll("hello");
    }

    @Test
    void startColdWithOneTabOneRegistrationAndOneCode() throws Exception {
        startAll();
        requestInAll();
        assertThat(server.received("/authorize")).hasSize(1);
        assertThat(server.received("/register")).hasSize(1);
        assertThat(server.tokenRequests("authorization_code")).hasSize(1);
        assertThat(server.tokenRequests("refresh_token")).isEmpty();
    }

    @Test
    void refreshAnExpiredTokenOnce() throws Exception {
        Clock yesterday = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        request(client(server.mcp(), store, yesterday), server.mcp());
        server.expireAccessTokens();
        startAll();
        requestInAll();
        assertThat(server.tokenRequests("refresh_token")).hasSize(1);
        assertThat(server.received("/authorize")).hasSize(1);
    }

    @Test
    void useNoRefreshTokenTwiceWhenTokensAreRevokedInTheMiddle() throws Exception {
        startAll();
        requestInAll();
        server.expireAccessTokens();
        requestInAll();
        assertThat(server.tokenRequests("refresh_token"))
                .extracting(request -> request.form().value("refresh_token").orElseThrow())
                .hasSize(1);
        assertThat(server.received("/authorize")).hasSize(1);
    }
}
