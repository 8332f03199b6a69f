package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.store.contract.StoreOpener;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EncryptedFileCredentialStoreTest extends FileStoreContract {

    static final class Opener implements StoreOpener {
        @Override
        public CredentialStore open(String location) throws IOException {
            return EncryptedFileCredentialStore.in(Path.of(location))
                    .key(KeySources.keyFile(Path.of(location)))
                    .open();
        }
    }

    @Override
    StoreOpener opener() {
        return new Opener();
    }

    @Test
    void leavesNoSecretInAnyFile() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        for (Path file : files("")) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("hunter2")
                    .doesNotContain("access_token");
        }
    }

    @Test
    void neverTakesAChangedDocumentForTheOneThatWasStored() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        byte[] whole = Files.readAllBytes(file("a"));
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file("a"), changed);
            assertThat(open().load("a")).isIn(JsonObject.EMPTY, SECRET);
        }
    }
}
