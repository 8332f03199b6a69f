package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest extends KeySourceContract {
    @TempDir
    private Path directory;

    @Override
    KeySource source() throws IOException {
        return KeySources.keyFile(directory);
    }

    @Override
    String missing() {
        return "file:0123456789abcdef";
    }

    private List<Path> keys() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".key")).toList();
        }
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        source().keep(KEY);
        assertThat(keys())
                .singleElement()
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void forgets() throws IOException {
        source().forget(source().keep(KEY));
        assertThat(keys()).isEmpty();
    }

    @Test
    void readsNoOtherFile() throws IOException {
        Files.writeString(directory.resolve("x.key"), KEY.reveal());
        assertThat(source().find("file:x")).isEqualTo(Optional.empty());
        assertThat(source().find("file:../" + directory.getFileName() + "/x")).isEqualTo(Optional.empty());
    }

    @Test
    void takesADamagedFileForNoKey() throws IOException {
        String reference = source().keep(KEY);
        byte[] whole = Files.readAllBytes(keys().get(0));
        for (int length = 0; length < whole.length; length++) {
            Files.write(keys().get(0), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> source().find(reference))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged")
                    .hasMessageNotContaining(KEY.reveal().substring(0, 8));
        }
        Files.writeString(keys().get(0), KEY.reveal() + "\n"); // As an editor leaves it.
        assertThat(source().find(reference)).contains(KEY);
    }
}
