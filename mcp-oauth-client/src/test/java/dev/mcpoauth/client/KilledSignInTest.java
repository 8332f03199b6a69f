package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.client.store.EncryptionKey;
import dev.mcpoauth.client.store.KeySource;
import dev.mcpoauth.client.store.KeySources;
import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed (kill -9) after each step of a sign-in and of a refresh: each exchange with the authorization server,
 * each write of the store, and what makes the store's key. The next one signs in at most once, and is never stuck.
 */
@Timeout(300)
class KilledSignInTest {
    @TempDir
    private Path folder;

    /** Where a process can be killed: it tells each step, and waits for its end at the one it was given. */
    private static final class Steps {
        private static final Steps NONE = new Steps(Integer.MAX_VALUE);

        private final int last;
        private final AtomicInteger count = new AtomicInteger();

        private Steps(int last) {
            this.last = last;
        }

        void after(String step) {
            if (this != NONE) {
                ChildJvm.tell(step);
                if (count.incrementAndGet() == last) {
                    ChildJvm.tell("waiting");
                    ChildJvm.await();
                }
            }
        }
    }

    private record SteppingExchange(HttpExchange http, Steps steps) implements HttpExchange {
        @Override
        public HttpReply send(HttpCall call) throws IOException, InterruptedException {
            HttpReply reply = http.send(call);
            steps.after(call.method() + " " + call.uri().getPath());
            return reply;
        }
    }

    private record SteppingStore(CredentialStore store, Steps steps) implements CredentialStore {
        @Override
        public JsonObject load(String key) throws IOException {
            return store.load(key);
        }

        @Override
        public boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException {
            boolean set = store.compareAndSet(key, expected, next);
            steps.after("store " + key.lines().findFirst().orElse("").split(" ")[0]);
            return set;
        }

        @Override
        public <T> T withLock(String key, Duration patience, Guarded<T> action)
                throws IOException, InterruptedException {
            return store.withLock(key, patience, action);
        }
    }

    private record SteppingKeySource(KeySource source, Steps steps) implements KeySource {
        @Override
        public String keep(EncryptionKey key) throws IOException {
            String reference = source.keep(key);
            steps.after("key");
            return reference;
        }

        @Override
        public Optional<EncryptionKey> find(String reference) throws IOException {
            return source.find(reference);
        }

        @Override
        public void forget(String reference) throws IOException {
            source.forget(reference);
        }
    }

    private record SteppingBrowser(Browser browser, Steps steps) implements Browser {
        @Override
        public boolean open(URI url) {
            steps.after("browser");
            return browser.open(url);
        }
    }

    private static String request(URI server, Path directory, Steps steps) throws IOException, InterruptedException {
        CredentialStore store = EncryptedFileCredentialStore.in(directory)
                .key(new SteppingKeySource(KeySources.keyFile(directory), steps))
                .open();
        OAuthClient client = OAuthClient.forUsers(
                        LoopbackUserAgent.of(new SteppingBrowser(new ClickingBrowser(), steps), LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .store(new SteppingStore(store, steps))
                .http(new SteppingExchange(new JdkHttpExchange(), steps))
                .build();
        return new OAuthHttpClient(HttpClient.newHttpClient(), client.session(server))
                .send(HttpRequest.newBuilder(server).build(), BodyHandlers.ofString())
                .body();
    }

    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Steps steps = new Steps(Integer.parseInt(arguments[2]));
            ChildJvm.tell(request(URI.create(arguments[0]), Path.of(arguments[1]), steps));
        }
    }

    /** The steps it took until it was killed; the last one is "hello" if it was not. */
    private static List<String> killedAfter(int step, ScriptedServer server, Path store) throws Exception {
        try (ChildJvm child = ChildJvm.start(Child.class, server.mcp().toString(), store.toString(), "" + step)) {
            List<String> steps = new ArrayList<>();
            for (String told = child.hear(); !told.equals("waiting"); told = child.hear()) {
                steps.add(told);
                if (told.equals("hello")) {
                    break;
                }
            }
            child.kill();
            return steps;
        }
    }

    private static boolean isOver(List<String> steps) {
        return steps.get(steps.size() - 1).equals("hello");
    }

    @Test
    void duringASignIn() throws Exception {
        List<String> steps = List.of();
        for (int step = 1; !isOver(steps = signInKilledAfter(step)); step++) {
            assertThat(steps).hasSize(step);
        }
        assertThat(steps)
                .containsExactly(
                        "GET /.well-known/oauth-protected-resource/mcp",
                        "GET /.well-known/oauth-authorization-server",
                        "POST /register",
                        "key",
                        "store registration",
                        "browser",
                        "POST /token",
                        "store tokens",
                        "store server",
                        "hello");
    }

    private List<String> signInKilledAfter(int step) throws Exception {
        Path store = folder.resolve("sign-in " + step);
        try (ScriptedServer server = new ScriptedServer()) {
            List<String> steps = killedAfter(step, server, store);
            int tabs = server.received("/authorize").size();
            int registrations = server.received("/register").size();
            assertThat(request(server.mcp(), store, Steps.NONE)).as("%s", steps).isEqualTo("hello");
            boolean signedIn = steps.contains("store server");
            assertThat(server.received("/authorize")).as("%s", steps).hasSize(tabs + (signedIn ? 0 : 1));
            boolean registered = steps.contains("store registration");
            assertThat(server.received("/register")).as("%s", steps).hasSize(registrations + (registered ? 0 : 1));
            return steps;
        }
    }

    @Test
    void duringARefresh() throws Exception {
        List<String> steps = List.of();
        for (int step = 1; !isOver(steps = refreshKilledAfter(step)); step++) {
            assertThat(steps).hasSize(step);
        }
        assertThat(steps)
                .containsExactly(
                        "GET /.well-known/oauth-protected-resource/mcp", "POST /token", "store tokens", "hello");
    }

    /** Between the exchange and the write the only refresh token is used up: that one costs a sign-in. */
    private List<String> refreshKilledAfter(int step) throws Exception {
        Path store = folder.resolve("refresh " + step);
        try (ScriptedServer server = new ScriptedServer()) {
            request(server.mcp(), store, Steps.NONE);
            server.expireAccessTokens();
            List<String> steps = killedAfter(step, server, store);
            assertThat(request(server.mcp(), store, Steps.NONE)).as("%s", steps).isEqualTo("hello");
            boolean lost = steps.contains("POST /token") && !steps.contains("store tokens");
            assertThat(server.received("/authorize")).as("%s", steps).hasSize(lost ? 2 : 1);
            assertThat(server.received("/register")).hasSize(1);
            return steps;
        }
    }
}
