package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoredGreetingTest {
    private static final URI SERVER = URI.create("https://a.example/mcp");
    private static final Json GREETING = Json.parse(
            "{\"serverInfo\":{\"name\":\"a\"},\"capabilities\":{\"tools\":{\"listChanged\":true},\"x\":[1,null]}}");

    private final CredentialStore store = new MemoryCredentialStore();
    private final StoredGreeting greeting = new StoredGreeting(store, SERVER);

    @Test
    void remembersOneServerFromTheOther() {
        assertThat(greeting.find()).isEqualTo(Json.NULL);
        greeting.remember(GREETING);
        assertThat(new StoredGreeting(store, SERVER).find()).isEqualTo(GREETING);
        assertThat(new StoredGreeting(store, URI.create("https://b.example/mcp")).find())
                .isEqualTo(Json.NULL);
    }

    @Test
    void forgetsAServerThatSaysTooMuch() {
        greeting.remember(GREETING);
        greeting.remember(GREETING.with("instructions", Json.of("x".repeat(32_768))));
        assertThat(greeting.find()).isEqualTo(Json.NULL);
    }

    @Test
    void doesWithoutAStoreThatFails() {
        StoredGreeting forgetful = new StoredGreeting(new BrokenStore(), SERVER);
        forgetful.remember(GREETING);
        assertThat(forgetful.find()).isEqualTo(Json.NULL);
    }

    private static final class BrokenStore implements CredentialStore {
        @Override
        public JsonObject load(String key) throws IOException {
            throw new IOException("read-only, and not even that");
        }

        @Override
        public boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException {
            throw new IOException("the disk is full");
        }

        @Override
        public <T> T withLock(String key, Duration patience, Guarded<T> action) throws IOException {
            throw new IOException("no lock");
        }
    }
}
