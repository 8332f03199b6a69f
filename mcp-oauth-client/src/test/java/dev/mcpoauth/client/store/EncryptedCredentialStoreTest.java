package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EncryptedCredentialStoreTest extends CredentialStoreContract {
    private static final JsonObject SECRET =
            JsonObject.builder().put("access_token", "hunter2").build();

    private final CredentialStore inner = new MemoryCredentialStore();

    @Override
    CredentialStore newStore() {
        return new EncryptedCredentialStore(inner, new byte[32]);
    }

    @Test
    void hidesTheDocument() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        assertThat(inner.load("a").toJson()).doesNotContain("hunter2").doesNotContain("access_token");
        assertThat(newStore().load("a")).isEqualTo(SECRET);
    }

    @Test
    void noticesAnotherKeyAnotherNameAndAChange() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        byte[] key = new byte[32];
        key[0] = 1;
        assertThatThrownBy(() -> new EncryptedCredentialStore(inner, key).load("a"))
                .isInstanceOf(IOException.class);
        inner.compareAndSet("b", JsonObject.EMPTY, inner.load("a"));
        assertThatThrownBy(() -> newStore().load("b")).isInstanceOf(IOException.class);
        inner.compareAndSet(
                "c",
                JsonObject.EMPTY,
                JsonObject.builder().put("sealed", "AAAA").build());
        assertThatThrownBy(() -> newStore().load("c")).isInstanceOf(IOException.class);
    }

    @Test
    void wantsAKeyOf32Bytes() {
        assertThatThrownBy(() -> new EncryptedCredentialStore(inner, new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
