package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes that start at once on an empty directory, as hosts start one bridge per server, make one key. */
class FirstKeyTest {
    private static final int PROCESSES = 8;

    @TempDir
    private Path temporary;

    /** Stores a document of its own, and after all have done so reads those of all. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            EncryptedFileCredentialStore store = EncryptedFileCredentialStore.open(Path.of(arguments[0]));
            JsonObject document = JsonObject.builder().put("token", "hunter2").build();
            ChildJvm.tell("ready");
            ChildJvm.await();
            store.compareAndSet("document " + arguments[1], JsonObject.EMPTY, document);
            ChildJvm.tell("stored");
            ChildJvm.await();
            for (int i = 0; i < PROCESSES; i++) {
                if (!store.load("document " + i).equals(document)) {
                    throw new IllegalStateException("document " + i);
                }
            }
            ChildJvm.tell(store.keyPlace().orElse("nowhere"));
        }
    }

    private void makeOneKey(Map<String, String> environment, String place) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                children.add(
                        ChildJvm.start(environment, Child.class, directory().toString(), "" + i));
            }
            for (String step : new String[] {"ready", "stored", place}) {
                for (ChildJvm child : children) {
                    assertThat(child.hear()).as("%s", child.output()).isEqualTo(step);
                }
                children.forEach(child -> child.say("go"));
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private List<Path> keyFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".key")).toList();
        }
    }

    @Test
    void inAFileWhereThereIsNoKeychain() throws Exception {
        makeOneKey(Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", "PATH", "/nowhere"), "file");
        assertThat(keyFiles()).hasSize(1);
    }

    @Test
    void inTheKeyringOfTheDesktop() throws Exception {
        try (KeyringSession session = KeyringSession.in(temporary)) {
            makeOneKey(session.environment(), "secret-service");
            assertThat(session.keys()).isEqualTo(1);
            assertThat(keyFiles()).isEmpty();
        }
    }
}
