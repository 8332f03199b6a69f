package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreTest extends CredentialStoreContract {
    private static final JsonObject SECRET =
            JsonObject.builder().put("access_token", "hunter2").build();

    @TempDir
    private Path temporary;

    @Override
    CredentialStore newStore() throws IOException {
        return new FileCredentialStore(temporary.resolve("store"));
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(temporary.resolve("store"))) {
            return all.filter(f -> f.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void keepsDirectoryAndFilesToTheOwner() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve("store"))))
                .isEqualTo("rwx------");
        assertThat(files(".json"))
                .hasSize(1)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void isReadByTheNextProcess() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        assertThat(newStore().load("a")).isEqualTo(SECRET);
    }

    @Test
    void startsWithDamagedFiles() throws IOException {
        newStore().compareAndSet("a", JsonObject.EMPTY, SECRET);
        Files.writeString(files(".json").get(0), "{\"document\":{\"access_tok");
        CredentialStore next = newStore();
        assertThat(next.load("a")).isEqualTo(JsonObject.EMPTY);
        assertThat(next.compareAndSet("a", JsonObject.EMPTY, SECRET)).isTrue();
    }

    @Test
    void sweepsWhatAKilledProcessLeftBehind() throws IOException {
        newStore();
        Path old = Files.writeString(temporary.resolve("store/new1.tmp"), "half");
        Path fresh = Files.writeString(temporary.resolve("store/new2.tmp"), "being written");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        newStore();
        assertThat(files(".tmp")).containsExactly(fresh);
    }

    @Test
    void twoStoreObjectsShareOneLock() throws Exception {
        CredentialStore one = newStore();
        CredentialStore other = newStore();
        one.withLock("a", Duration.ofSeconds(5), () -> {
            assertThatThrownBy(() -> other.withLock("a", Duration.ofMillis(30), () -> 1))
                    .isInstanceOf(IOException.class);
            return 1;
        });
        assertThat(other.withLock("a", Duration.ofSeconds(5), () -> 2)).isEqualTo(2);
    }
}
