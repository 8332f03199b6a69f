package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.mcpoauth.client.store.contract.CredentialStoreContract;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class EncryptedCredentialStoreTest extends CredentialStoreContract {
    private static final JsonObject SECRET =
            JsonObject.builder().put("access_token", "hunter2").build();

    private final CredentialStore inner = new MemoryCredentialStore();
    private final EncryptionKey key = EncryptionKey.generate(new SecureRandom());

    @Override
    public CredentialStore newStore() {
        return new EncryptedCredentialStore(inner, key);
    }

    @Test
    void hidesTheDocument() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        assertThat(inner.load("a").toJson()).doesNotContain("hunter2").doesNotContain("access_token");
        assertThat(newStore().load("a")).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameDocumentDifferentlyEachTime() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        JsonObject first = inner.load("a");
        newStore().compareAndSet("a", SECRET, SECRET);
        assertThat(inner.load("a")).isNotEqualTo(first);
    }

    @Test
    void failsWithAnotherKeyAndLeavesTheDocument() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        CredentialStore other = new EncryptedCredentialStore(inner, EncryptionKey.generate(new SecureRandom()));
        assertThatThrownBy(() -> other.load("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(key.fingerprint())
                .hasMessageNotContaining(key.reveal());
        assertThatThrownBy(() -> other.compareAndSet("a", JsonObject.EMPTY, SECRET))
                .isInstanceOf(IOException.class);
        assertThat(newStore().load("a")).isEqualTo(SECRET);
    }

    @Test
    void countsWhatWasNotSealedUnderThisNameAsNotThere() throws IOException {
        CredentialStore store = newStore();
        store.compareAndSet("a", JsonObject.EMPTY, SECRET);
        inner.compareAndSet("swapped", JsonObject.EMPTY, inner.load("a"));
        inner.compareAndSet("plain", JsonObject.EMPTY, SECRET);
        inner.compareAndSet("short", JsonObject.EMPTY, new SealedDocument("AAAA", key.fingerprint()).toJson());
        inner.compareAndSet("text", JsonObject.EMPTY, new SealedDocument("?", key.fingerprint()).toJson());
        try (StoreLog log = new StoreLog()) {
            for (String name : new String[] {"swapped", "plain", "short", "text"}) {
                assertThat(store.load(name)).as(name).isEqualTo(JsonObject.EMPTY);
                assertThat(store.compareAndSet(name, JsonObject.EMPTY, SECRET)).isTrue();
                assertThat(store.load(name)).as(name).isEqualTo(SECRET);
            }
            assertThat(log.from(Level.WARN)).hasSize(8).noneMatch(line -> line.contains("hunter2"));
        }
    }
}
