package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the key of an encrypted directory is made, found, missed and replaced. */
class StoreKeyTest {
    private static final JsonObject SECRET =
            JsonObject.builder().put("access_token", "hunter2").build();
    private static final JsonObject NEXT =
            JsonObject.builder().put("access_token", "hunter3").build();

    private final FakeKeychain keychain = new FakeKeychain();
    private final MutableClock clock = new MutableClock();

    @TempDir
    private Path directory;

    private EncryptedFileCredentialStore.Builder builder() {
        return EncryptedFileCredentialStore.in(directory).keychain(keychain).clock(clock);
    }

    private EncryptedFileCredentialStore open() throws IOException {
        return builder().open();
    }

    private Map<String, String> files(String suffix) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(f -> f.toString().endsWith(suffix))
                    .filter(Files::isRegularFile)
                    .toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        files.keySet().removeIf(name -> name.endsWith(".lock"));
        return files;
    }

    /** The failure says what is in the way, and leaves everything as it was. */
    private void assertUnavailable(EncryptedFileCredentialStore store, String why) throws IOException {
        Map<String, String> before = files("");
        assertThatThrownBy(() -> store.load("a"))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(why);
        assertThatThrownBy(() -> store.compareAndSet("a", JsonObject.EMPTY, NEXT))
                .isInstanceOf(KeyUnavailableException.class);
        assertThatThrownBy(() -> store.compareAndSet("new", JsonObject.EMPTY, NEXT))
                .isInstanceOf(KeyUnavailableException.class);
        assertThat(files("")).isEqualTo(before);
    }

    @Nested
    class Made {

        @Test
        void inTheKeychainWhereItWorks() throws IOException {
            try (StoreLog log = new StoreLog()) {
                open().compareAndSet("a", JsonObject.EMPTY, SECRET);
                assertThat(open().keyPlace()).contains("keychain");
                assertThat(keychain.keys).hasSize(1);
                assertThat(files(".key")).isEmpty();
                assertThat(log.from(Level.INFO)).singleElement().asString().endsWith("the key is at keychain");
            }
            assertThat(open().load("a")).isEqualTo(SECRET);
        }

        @Test
        void inAFileElseAndSaysWhy() throws IOException {
            keychain.locked = true;
            try (StoreLog log = new StoreLog()) {
                open().compareAndSet("a", JsonObject.EMPTY, SECRET);
                assertThat(log.from(Level.INFO)).hasSize(2).satisfies(lines -> {
                    assertThat(lines.get(0)).contains("the keychain is locked");
                    assertThat(lines.get(1)).endsWith("the key is at file");
                });
            }
            assertThat(open().keyPlace()).contains("file");
            assertThat(files(".key")).hasSize(1);
            assertThat(open().load("a")).isEqualTo(SECRET);
        }

        @Test
        void notInAKeychainThatDoesNotGiveItBack() throws IOException {
            KeySource forgetful = new KeySource() {
                @Override
                public String keep(EncryptionKey key) {
                    return "forgetful:1";
                }

                @Override
                public Optional<EncryptionKey> find(String reference) {
                    return reference.equals("forgetful:1")
                            ? Optional.of(EncryptionKey.generate(new SecureRandom()))
                            : Optional.empty();
                }

                @Override
                public void forget(String reference) {}
            };
            builder().keychain(forgetful).open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            assertThat(open().keyPlace()).contains("file");
        }

        @Test
        void whenItIsNeededAndNotBefore() throws IOException {
            EncryptedFileCredentialStore store = open();
            assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
            assertThat(store.compareAndSet("a", JsonObject.EMPTY, JsonObject.EMPTY))
                    .isTrue();
            assertThat(store.keyPlace()).isEmpty();
            assertThat(keychain.asked).hasValue(0);
        }

        @Test
        void nowhereIfNoPlaceWorks() throws IOException {
            keychain.locked = true;
            assertThatThrownBy(() -> builder().key(keychain).open().compareAndSet("a", JsonObject.EMPTY, SECRET))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageContaining("the keychain is locked");
            assertThat(files("")).isEmpty();
        }

        @Test
        void andForgottenIfItCannotBeRecorded() throws IOException {
            try (SmallDisk disk = SmallDisk.mountedAt(directory.resolve("disk"))) {
                disk.fill();
                CredentialStore store = EncryptedFileCredentialStore.in(disk.directory())
                        .keychain(keychain)
                        .open();
                assertThatThrownBy(() -> store.compareAndSet("a", JsonObject.EMPTY, SECRET))
                        .isInstanceOf(IOException.class);
                assertThat(keychain.asked).hasPositiveValue();
                assertThat(keychain.keys).isEmpty();
            }
        }
    }

    @Nested
    class Found {

        @Test
        void whereItWasMadeAndNowhereElse() throws IOException {
            keychain.locked = true;
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            keychain.locked = false;
            keychain.asked.set(0);
            assertThat(open().load("a")).isEqualTo(SECRET);
            assertThat(open().compareAndSet("a", SECRET, NEXT)).isTrue();
            assertThat(keychain.asked)
                    .as("asking a keychain takes a process each time")
                    .hasValue(0);
        }

        @Test
        void onceByEachStoreObject() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            keychain.asked.set(0);
            CredentialStore store = open();
            for (int i = 0; i < 5; i++) {
                assertThat(store.load("a")).isEqualTo(SECRET);
            }
            assertThat(keychain.asked).hasValue(1);
        }

        @Test
        void whereItHasMovedTo() throws IOException {
            keychain.locked = true;
            CredentialStore earlier = open();
            earlier.compareAndSet("a", JsonObject.EMPTY, SECRET);
            keychain.locked = false;
            try (StoreLog log = new StoreLog()) {
                assertThat(builder().key(keychain).open().load("a")).isEqualTo(SECRET);
                assertThat(log.from(Level.INFO)).singleElement().asString().endsWith("from file to keychain");
            }
            assertThat(files(".key")).isEmpty();
            assertThat(builder().key(KeySources.keyFile(directory)).open().load("a"))
                    .isEqualTo(SECRET);
            assertThat(keychain.keys).isEmpty();
            assertThat(open().load("a")).isEqualTo(SECRET);
            assertThat(earlier.load("a")).isEqualTo(SECRET);
        }

        @Test
        void inADirectoryOfItsOwn() throws IOException {
            KeySource apart = KeySources.keyFile(directory.resolve("apart"));
            builder().key(apart).open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            assertThat(builder().key(apart).open().load("a")).isEqualTo(SECRET);
            assertThat(files(".key")).isEmpty();
            assertUnavailable(open(), "is not in " + directory);
        }
    }

    @Nested
    class Missed {

        @Test
        void whileTheKeychainIsLockedAndHadAgainAfter() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            EncryptedFileCredentialStore store = open();
            keychain.locked = true;
            assertUnavailable(store, "the keychain is locked");
            assertThat(store.load("unknown")).isEqualTo(JsonObject.EMPTY);
            keychain.locked = false;
            clock.advance(Duration.ofSeconds(10));
            assertThat(store.load("a")).isEqualTo(SECRET);
        }

        /** Each question may show the user a prompt. */
        @Test
        void withoutAskingAgainAtOnce() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            EncryptedFileCredentialStore store = open();
            keychain.locked = true;
            keychain.asked.set(0);
            assertUnavailable(store, "the keychain is locked");
            clock.advance(Duration.ofSeconds(9));
            assertUnavailable(store, "the keychain is locked");
            assertThat(keychain.asked).hasValue(1);
        }

        @Test
        void whenTheKeychainHasLostIt() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            keychain.keys.clear();
            assertUnavailable(open(), "at keychain, which cannot be had: there is no such key");
            assertThat(keychain.keys).isEmpty();
        }

        @Test
        void whenAnotherIsInItsPlace() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            keychain.keys.replaceAll((reference, key) -> EncryptionKey.generate(new SecureRandom()));
            assertUnavailable(open(), "another key is in its place");
        }

        @Test
        void whenItsFileIsGoneOrDamaged() throws IOException {
            keychain.locked = true;
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            Path file = directory.resolve(files(".key").keySet().iterator().next());
            Files.writeString(file, "half");
            assertUnavailable(open(), "damaged");
            Files.delete(file);
            assertUnavailable(open(), "at file, which cannot be had: the key file");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "{}", "{\"key\":\"file:0123456789abcdef\"", "{\"key\":\"x:1\",\"fingerprint\":\"0\"}"})
        void whenNothingSaysWhereItIs(String record) throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            Files.writeString(directory.resolve("key.json"), record);
            assertUnavailable(open(), "cannot be had");
            Files.delete(directory.resolve("key.json"));
            assertUnavailable(open(), "key.json");
        }
    }

    @Nested
    class Replaced {

        @Test
        void ifItIsLostAndTheOwnerSaysSo() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            Map<String, String> documents = files(".json");
            keychain.keys.clear();
            try (StoreLog log = new StoreLog()) {
                EncryptedFileCredentialStore store =
                        builder().replacingLostKey().open();
                assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
                assertThat(store.compareAndSet("a", JsonObject.EMPTY, NEXT)).isTrue();
                assertThat(log.from(Level.WARN)).singleElement().asString().contains("no such key", "set aside");
            }
            assertThat(open().load("a")).isEqualTo(NEXT);
            assertThat(files(".lost").values()).containsExactlyInAnyOrderElementsOf(documents.values());
        }

        @Test
        void alsoIfNothingSaysWhereItWas() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            Files.delete(directory.resolve("key.json"));
            assertThat(builder().replacingLostKey().open().compareAndSet("a", JsonObject.EMPTY, NEXT))
                    .isTrue();
            assertThat(open().load("a")).isEqualTo(NEXT);
        }

        @Test
        void notIfItIsThere() throws IOException {
            open().compareAndSet("a", JsonObject.EMPTY, SECRET);
            Map<String, String> before = files("");
            assertThat(builder().replacingLostKey().open().load("a")).isEqualTo(SECRET);
            assertThat(files("")).isEqualTo(before);
        }

        /** A program that runs for long has the old key still. */
        @Test
        void andFollowedByThoseWhoHaveTheOldOne() throws IOException {
            CredentialStore earlier = open();
            earlier.compareAndSet("a", JsonObject.EMPTY, SECRET);
            keychain.keys.clear();
            builder().replacingLostKey().open().compareAndSet("a", JsonObject.EMPTY, NEXT);
            assertThat(earlier.load("a")).isEqualTo(NEXT);
            assertThat(earlier.compareAndSet("b", JsonObject.EMPTY, SECRET)).isTrue();
            assertThat(open().load("b")).isEqualTo(SECRET);
        }
    }
}
