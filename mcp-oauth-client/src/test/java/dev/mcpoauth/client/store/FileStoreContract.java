package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.mcpoauth.client.store.contract.CredentialStoreContract;
import dev.mcpoauth.client.store.contract.StoreAddress;
import dev.mcpoauth.client.store.contract.StoreOpener;
import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store in a directory does: the contract, and what can happen to files. */
abstract class FileStoreContract extends CredentialStoreContract {
    static final JsonObject SECRET =
            JsonObject.builder().put("access_token", "hunter2").build();

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    abstract StoreOpener opener();

    Path directory() {
        return temporary.resolve("store");
    }

    CredentialStore open() throws Exception {
        return open(directory());
    }

    CredentialStore open(Path directory) throws Exception {
        return opener().open(directory.toString());
    }

    @Override
    public CredentialStore newStore() throws Exception {
        return open();
    }

    @Override
    public Optional<StoreAddress> address() {
        return Optional.of(new StoreAddress(opener().getClass(), directory().toString()));
    }

    List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(directory())) {
            return all.filter(f -> f.toString().endsWith(suffix)).toList();
        }
    }

    Path file(String key) {
        return directory().resolve(DocumentFile.name(key));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void keepsDirectoryAndFilesToTheOwner() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        open().withLock("a", LONG, () -> 1);
        assertThat(mode(directory())).isEqualTo("rwx------");
        assertThat(files(""))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }

    @Test
    void isReadByTheNextProcess() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        assertThat(open().load("a")).isEqualTo(SECRET);
    }

    @Test
    void closesADirectoryThatOthersCouldWriteToAndSaysSo() throws Exception {
        Files.createDirectory(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (StoreLog log = new StoreLog()) {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            assertThat(mode(directory())).isEqualTo("rwx------");
            assertThat(log.from(Level.WARN)).singleElement().asString().contains("Others could write");
        }
    }

    @Test
    void refusesADirectoryOfSomebodyElse() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        giveAway(directory());
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("belongs to nobody");
    }

    /** Such as one that was planted while the directory was open to others. */
    @Test
    void neitherReadsNorReplacesAFileOfSomebodyElse() throws Exception {
        CredentialStore store = open();
        store.compareAndSet("a", JsonObject.EMPTY, SECRET);
        giveAway(file("a"));
        assertThatThrownBy(() -> store.load("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> store.compareAndSet("a", JsonObject.EMPTY, SECRET))
                .isInstanceOf(IOException.class);
        assertThat(file("a")).exists();
    }

    private static void giveAway(Path file) throws IOException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "only the superuser can give files away");
        Files.setOwner(
                file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    @Test
    void neitherReadsNorWritesThroughALink() throws Exception {
        CredentialStore store = open();
        store.compareAndSet("a", JsonObject.EMPTY, SECRET);
        Path elsewhere = Files.move(file("a"), temporary.resolve("elsewhere"));
        byte[] content = Files.readAllBytes(elsewhere);
        Files.createSymbolicLink(file("a"), elsewhere);
        assertThatThrownBy(() -> store.load("a")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.compareAndSet("a", SECRET, JsonObject.EMPTY))
                .isInstanceOf(IOException.class);
        assertThat(elsewhere).hasBinaryContent(content);
    }

    @Test
    void makesNoLockBehindALink() throws Exception {
        CredentialStore store = open();
        Path elsewhere = temporary.resolve("elsewhere");
        Files.createSymbolicLink(directory().resolve(DocumentFile.stem("a") + ".lock"), elsewhere);
        assertThatThrownBy(() -> store.withLock("a", SHORT, () -> 1)).isInstanceOf(IOException.class);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void isTheSameThroughALinkToItsDirectory() throws Exception {
        CredentialStore store = open();
        store.compareAndSet("a", JsonObject.EMPTY, SECRET);
        Path link = Files.createSymbolicLink(temporary.resolve("link"), directory());
        CredentialStore other = open(link);
        assertThat(other.load("a")).isEqualTo(SECRET);
        store.withLock("a", LONG, () -> {
            assertThatThrownBy(() -> other.withLock("a", SHORT, () -> 1)).isInstanceOf(IllegalStateException.class);
            return 1;
        });
    }

    @Test
    void saysWhichPartOfThePathIsAFile() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertThatThrownBy(() -> open(file)).isInstanceOf(IOException.class).hasMessageContaining("is a file");
        assertThatThrownBy(() -> open(file.resolve("store"))).isInstanceOf(IOException.class);
        assertThat(file).hasContent("x");
    }

    @Test
    void keepsWhatItHasOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mountedAt(directory())) {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            disk.fill();
            CredentialStore store = open();
            JsonObject larger =
                    JsonObject.builder().put("text", "x".repeat(20_000)).build();
            assertThatThrownBy(() -> store.compareAndSet("a", SECRET, larger)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.compareAndSet("b", JsonObject.EMPTY, larger))
                    .isInstanceOf(IOException.class);
            assertThat(store.load("a")).isEqualTo(SECRET);
            assertThat(open().load("a")).isEqualTo(SECRET);
            assertThat(files(".tmp")).isEmpty();
            disk.empty();
            assertThat(store.compareAndSet("a", SECRET, larger)).isTrue();
            assertThat(open().load("a")).isEqualTo(larger);
        }
    }

    @Test
    void readsOnAReadOnlyDiskAndSaysThatItCannotWrite() throws Exception {
        try (SmallDisk disk = SmallDisk.mountedAt(directory())) {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            disk.readOnly(true);
            CredentialStore store = open();
            assertThat(store.load("a")).isEqualTo(SECRET);
            assertThatThrownBy(() -> store.compareAndSet("a", SECRET, JsonObject.EMPTY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Read-only");
            assertThatThrownBy(() -> store.withLock("a", SHORT, () -> 1)).isInstanceOf(IOException.class);
            disk.readOnly(false);
            assertThat(store.compareAndSet("a", SECRET, JsonObject.EMPTY)).isTrue();
        }
    }

    @Test
    void startsAfterADocumentWasCutAtAnyByte() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        byte[] whole = Files.readAllBytes(file("a"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file("a"), java.util.Arrays.copyOf(whole, length));
            startsWith(JsonObject.EMPTY);
            Files.write(file("a"), whole);
        }
        startsWith(SECRET);
    }

    /** A change inside of a text is still a document, where nothing protects it. */
    @Test
    void startsAfterADocumentWasChangedAtAnyByte() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        byte[] whole = Files.readAllBytes(file("a"));
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x80}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                Files.write(file("a"), changed);
                startsWith(open().load("a"));
            }
        }
    }

    private void startsWith(JsonObject expected) throws Exception {
        CredentialStore next = open();
        assertThat(next.load("a")).isEqualTo(expected);
        assertThat(next.compareAndSet("a", expected, SECRET)).isTrue();
        assertThat(next.load("a")).isEqualTo(SECRET);
    }

    @Test
    void startsAfterAWriterWasKilledAtAnyByte() throws Exception {
        open().compareAndSet("a", JsonObject.EMPTY, SECRET);
        byte[] next = Files.readAllBytes(file("a"));
        for (int length = 0; length <= next.length; length++) {
            Files.write(directory().resolve("new" + length + ".tmp"), java.util.Arrays.copyOf(next, length));
            startsWith(SECRET);
            assertThat(files(".tmp")).isEmpty();
        }
    }

    @Test
    void leavesWhatIsBeingWrittenAlone() throws Exception {
        CredentialStore store = open();
        Path unfinished = directory().resolve("new1.tmp");
        new ProcessLock(directory().toRealPath().resolve("guard.lock")).run(LONG, () -> {
            Files.writeString(unfinished, "half");
            assertThat(java.util.concurrent.CompletableFuture.supplyAsync(this::opened)
                            .join())
                    .isNotNull();
            assertThat(unfinished).exists();
            return store;
        });
        open();
        assertThat(unfinished).doesNotExist();
    }

    private CredentialStore opened() {
        try {
            return open();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What was acknowledged is there, or else what came after it, as a whole. */
    @Test
    void losesNothingWhenItsWriterIsKilledAtRandom() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long written = 0;
        for (int round = 0; round < 12; round++) {
            try (ChildJvm writer = ChildJvm.start(
                    FileStoreWriter.class,
                    opener().getClass().getName(),
                    directory().toString())) {
                assertThat(writer.hear()).as("%s", writer.output()).isEqualTo("" + written);
                long last = written;
                for (int i = random.nextInt(20); i >= 0; i--) {
                    last = Long.parseLong(writer.hear());
                }
                long spinUntil = System.nanoTime() + random.nextInt(3_000_000);
                while (System.nanoTime() < spinUntil) {
                    Thread.onSpinWait();
                }
                for (String unheard : writer.kill()) {
                    last = Math.max(last, Long.parseLong(unheard));
                }
                written = FileStoreWriter.read(open());
                assertThat(written).as("seed %d", seed).isBetween(last, last + 1);
                assertThat(files(".tmp")).isEmpty();
                assertThat(files(".damaged")).isEmpty();
            }
        }
    }

    @Test
    void saysNoSecretInLogsAndFailures() throws Exception {
        try (StoreLog log = new StoreLog()) {
            CredentialStore store = open();
            store.compareAndSet("a", JsonObject.EMPTY, SECRET);
            byte[] whole = Files.readAllBytes(file("a"));
            Files.write(file("a"), java.util.Arrays.copyOf(whole, whole.length - 3));
            store.load("a");
            store.compareAndSet("a", JsonObject.EMPTY, SECRET);
            Files.delete(file("a"));
            Files.createDirectory(file("a"));
            assertThatThrownBy(() -> store.load("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("hunter2");
            assertThat(log.from(Level.TRACE)).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
        }
    }
}
