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
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that were stored in the clear are sealed when the directory gets its key. */
class PlainImportTest {
    private static final int DOCUMENTS = 6;

    @TempDir
    private Path temporary;

    private Path directory() {
        return temporary.resolve("store");
    }

    private EncryptedFileCredentialStore encrypted() throws IOException {
        return (EncryptedFileCredentialStore)
                new EncryptedFileCredentialStoreTest.Opener().open(directory().toString());
    }

    private static JsonObject document(int number) {
        return JsonObject.builder().put("refresh_token", "hunter" + number).build();
    }

    private void storePlain(int count) throws IOException {
        CredentialStore plain = new FileCredentialStore(directory());
        for (int i = 0; i < count; i++) {
            plain.compareAndSet("document " + i, JsonObject.EMPTY, document(i));
        }
    }

    private Map<Path, String> documents() throws IOException {
        Map<Path, String> documents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.filter(f -> f.toString().matches(".*[0-9a-f]{64}\\.json"))
                    .toList()) {
                documents.put(file, Files.readString(file));
            }
        }
        return documents;
    }

    private void assertAllSealedAndThere(int count) throws IOException {
        CredentialStore store = encrypted();
        for (int i = 0; i < count; i++) {
            assertThat(store.load("document " + i)).isEqualTo(document(i));
        }
        assertThat(documents()).hasSize(count).values().noneMatch(content -> content.contains("hunter"));
        assertThat(Files.readString(directory().resolve("key.json"))).doesNotContain("importing");
    }

    @Test
    void sealsAllWhenOneIsLoaded() throws IOException {
        storePlain(DOCUMENTS);
        assertThat(encrypted().load("document 3")).isEqualTo(document(3));
        assertAllSealedAndThere(DOCUMENTS);
    }

    @Test
    void sealsAllWhenOneIsWritten() throws IOException {
        storePlain(DOCUMENTS);
        assertThat(encrypted().compareAndSet("document 6", JsonObject.EMPTY, document(6)))
                .isTrue();
        assertAllSealedAndThere(DOCUMENTS + 1);
    }

    @Test
    void replacesAPlainOneAsExpected() throws IOException {
        storePlain(DOCUMENTS);
        assertThat(encrypted().compareAndSet("document 0", document(1), document(0)))
                .isFalse();
        assertThat(encrypted().compareAndSet("document 0", document(0), document(0)))
                .isTrue();
        assertAllSealedAndThere(DOCUMENTS);
    }

    @Test
    void leavesDamagedOnesAsTheyAre() throws IOException {
        storePlain(DOCUMENTS);
        Path damaged = directory().resolve(DocumentFile.name("document 0"));
        Files.writeString(damaged, "{\"key\":");
        CredentialStore store = encrypted();
        assertThat(store.load("document 1")).isEqualTo(document(1));
        assertThat(store.load("document 0")).isEqualTo(JsonObject.EMPTY);
        assertThat(damaged).hasContent("{\"key\":");
    }

    /** Every state that a killed import can leave: the documents are sealed one by one, the record is written before and after. */
    @Test
    void goesOnWhereAKilledOneStopped() throws IOException {
        for (int done = 0; done <= DOCUMENTS; done++) {
            storePlain(DOCUMENTS);
            Map<Path, String> plain = documents();
            encrypted().load("document 0");
            List<Path> files = new ArrayList<>(plain.keySet());
            for (Path file : files.subList(done, files.size())) {
                Files.writeString(file, plain.get(file));
            }
            OwnerOnlyDirectory opened = OwnerOnlyDirectory.open(directory());
            KeyRecord record = KeyRecord.read(opened).orElseThrow();
            new KeyRecord(record.reference(), record.fingerprint(), true).write(opened);
            assertThat(encrypted().load("document " + done % DOCUMENTS)).isEqualTo(document(done % DOCUMENTS));
            assertAllSealedAndThere(DOCUMENTS);
            for (Path file : documents().keySet()) {
                Files.delete(file);
            }
            Files.delete(directory().resolve("key.json"));
        }
    }

    @Test
    void losesNothingWhenItIsKilledAtRandom() throws Exception {
        int many = 30;
        storePlain(many);
        boolean finished = false;
        for (int round = 0; !finished && round < 50; round++) {
            try (ChildJvm importer = ChildJvm.start(Importer.class, directory().toString())) {
                assertThat(importer.hear()).isEqualTo("ready");
                importer.say("go");
                long until = System.nanoTime() + round * 8_000_000L;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                finished = importer.kill().contains("done");
            }
        }
        assertAllSealedAndThere(many);
    }

    static final class Importer {
        private Importer() {}

        public static void main(String[] arguments) throws IOException {
            CredentialStore store = new EncryptedFileCredentialStoreTest.Opener().open(arguments[0]);
            ChildJvm.tell("ready");
            ChildJvm.await();
            if (store.load("document 0").equals(document(0))) {
                ChildJvm.tell("done");
                ChildJvm.await();
            }
        }
    }

    @Test
    void isDoneOnceByEightProcessesAtOnce() throws Exception {
        storePlain(DOCUMENTS);
        List<ChildJvm> all = new ArrayList<>();
        for (int i : IntStream.range(0, 8).toArray()) {
            all.add(ChildJvm.start(Importer.class, directory().toString()));
        }
        for (ChildJvm child : all) {
            assertThat(child.hear()).isEqualTo("ready");
        }
        all.forEach(child -> child.say("go"));
        for (ChildJvm child : all) {
            assertThat(child.hear()).isEqualTo("done");
            child.close();
        }
        assertAllSealedAndThere(DOCUMENTS);
        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files.filter(file -> file.toString().endsWith(".key"))).hasSize(1);
        }
    }

    /** Or else whoever can write to the directory could have us use tokens of their choice. */
    @Test
    void doesNotBelieveAPlainDocumentLater() throws IOException {
        storePlain(1);
        String plain = documents().values().iterator().next();
        encrypted().load("document 0");
        Files.writeString(directory().resolve(DocumentFile.name("document 0")), plain);
        assertThat(encrypted().load("document 0")).isEqualTo(JsonObject.EMPTY);
        assertThat(encrypted().compareAndSet("document 0", JsonObject.EMPTY, document(0)))
                .isTrue();
    }
}
