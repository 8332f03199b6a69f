package dev.mcpoauth.client.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any text is a key of its own: keys are made of URLs and names that servers and users choose. */
abstract class KeyContract extends StoreTests {
    private static final String MEGABYTE_LESS = "k".repeat(100_000);
    private static final List<String> ODD = List.of(
            "",
            " ",
            "  ",
            "a",
            "A",
            "a ",
            "a\u0000",
            "a\n",
            "\u00e9", // é in one character
            "e\u0301", // and in two
            "\u0130",
            "\u0131",
            "\uD83D\uDD11",
            "\u202eevil",
            "..",
            "../../etc/passwd",
            "/",
            "C:\\con",
            "nul",
            "*?<>|\"'`$(id);&",
            "%00",
            "guard",
            "key.json",
            "tokens\nhttps://as.example.com\nclient\nhttps://mcp.example.com/mcp\n",
            MEGABYTE_LESS,
            MEGABYTE_LESS + "!");

    @Test
    void keepsAllKeysApart() throws IOException {
        for (int i = 0; i < ODD.size(); i++) {
            assertThat(store.load(ODD.get(i))).as("key %d", i).isEqualTo(JsonObject.EMPTY);
            assertThat(store.compareAndSet(ODD.get(i), JsonObject.EMPTY, document(i)))
                    .isTrue();
        }
        for (int i = 0; i < ODD.size(); i++) {
            assertThat(store.load(ODD.get(i))).as("key %d", i).isEqualTo(document(i));
        }
    }

    @Test
    void locksEachKey() throws Exception {
        for (String key : ODD) {
            assertThat(store.<Boolean>withLock(key, LONG, () -> store.compareAndSet(key, JsonObject.EMPTY, ONE)))
                    .isTrue();
        }
    }

    @Test
    void keepsHalfASurrogatePairApartOrRefusesIt() throws IOException {
        assertThat(store.compareAndSet("?", JsonObject.EMPTY, ONE)).isTrue();
        try {
            assertThat(store.compareAndSet("\uD83D", JsonObject.EMPTY, TWO)).isTrue();
            assertThat(store.load("\uD83D")).isEqualTo(TWO);
            assertThat(store.load("\uDD11")).isEqualTo(JsonObject.EMPTY);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("key");
        }
        assertThat(store.load("?")).isEqualTo(ONE);
    }

    private static JsonObject document(int number) {
        return JsonObject.builder().put("number", number).build();
    }
}
