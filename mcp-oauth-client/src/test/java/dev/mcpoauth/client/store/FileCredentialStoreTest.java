package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.mcpoauth.client.store.contract.StoreOpener;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileCredentialStoreTest extends FileStoreContract {

    static final class Opener implements StoreOpener {
        @Override
        public CredentialStore open(String location) throws IOException {
            return new FileCredentialStore(Path.of(location));
        }
    }

    @Override
    StoreOpener opener() {
        return new Opener();
    }

    @Test
    void countsADamagedFileAsNotThereAndKeepsItForItsOwner() throws Exception {
        CredentialStore store = open();
        store.compareAndSet("a", JsonObject.EMPTY, SECRET);
        Files.writeString(file("a"), "{\"document\":{\"access_tok");
        try (StoreLog log = new StoreLog()) {
            assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
            assertThat(file("a")).hasContent("{\"document\":{\"access_tok");
            assertThat(log.from(Level.WARN)).singleElement().asString().contains(DocumentFile.stem("a"));
        }
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, SECRET)).isTrue();
        assertThat(files(".damaged"))
                .singleElement()
                .satisfies(kept -> assertThat(kept).hasContent("{\"document\":{\"access_tok"));
        assertThat(store.compareAndSet("a", SECRET, JsonObject.EMPTY)).isTrue();
        assertThat(files(".damaged")).isEmpty();
    }

    @Test
    void doesNotTakeTheDocumentOfAnotherKeyForThisOne() throws Exception {
        CredentialStore store = open();
        store.compareAndSet("a", JsonObject.EMPTY, SECRET);
        Files.copy(file("a"), file("b"));
        assertThat(store.load("b")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void leavesADirectoryOfEncryptedDocumentsAlone() throws Exception {
        EncryptedFileCredentialStore.in(directory())
                .key(KeySources.keyFile(directory()))
                .open()
                .compareAndSet("a", JsonObject.EMPTY, SECRET);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("encrypted");
    }
}
