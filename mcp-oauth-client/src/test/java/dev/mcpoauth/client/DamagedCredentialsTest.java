package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stored document with a member that is not what was written costs at most a sign-in. */
class DamagedCredentialsTest {
    private static final List<Object> NONSENSE = List.of("", "no date and no URL", 7, List.of("x"), true);

    private final ScriptedServer server = new ScriptedServer();
    private final RememberingStore store = new RememberingStore();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Knows the keys of its documents. */
    private static final class RememberingStore implements CredentialStore {
        private final CredentialStore store = new MemoryCredentialStore();
        private final Map<String, JsonObject> documents = new ConcurrentHashMap<>();

        @Override
        public JsonObject load(String key) throws IOException {
            return store.load(key);
        }

        @Override
        public boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException {
            boolean set = store.compareAndSet(key, expected, next);
            documents.put(key, store.load(key));
            return set;
        }

        @Override
        public <T> T withLock(String key, Duration patience, Guarded<T> action)
                throws IOException, InterruptedException {
            return store.withLock(key, patience, action);
        }
    }

    private String request() throws IOException, InterruptedException {
        OAuthClient client = OAuthClient.forUsers(
                        LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .store(store)
                .loginPatience(Duration.ofSeconds(20))
                .build();
        return new OAuthHttpClient(http, client.session(server.mcp()))
                .send(HttpRequest.newBuilder(server.mcp()).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void costsAtMostASignIn() throws Exception {
        assertThat(request()).isEqualTo("hello");
        for (Map.Entry<String, JsonObject> document :
                Map.copyOf(store.documents).entrySet()) {
            for (String member : document.getValue().names()) {
                for (Object nonsense : NONSENSE) {
                    damage(document.getKey(), member, nonsense);
                    assertThat(request())
                            .as("%s %s of %s", member, nonsense, document.getKey())
                            .isEqualTo("hello");
                    damage(document.getKey(), member, nonsense);
                    server.expireAccessTokens();
                    assertThat(request())
                            .as("%s %s of %s, expired", member, nonsense, document.getKey())
                            .isEqualTo("hello");
                }
            }
        }
    }

    private void damage(String key, String member, Object nonsense) throws IOException {
        JsonObject now = store.load(key);
        store.compareAndSet(key, now, now.toBuilder().put(member, nonsense).build());
    }
}
