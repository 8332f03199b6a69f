package dev.mcpoauth.client.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored is what comes back, and of several writers one wins. */
abstract class DocumentContract extends StoreTests {

    @Test
    void anUnknownDocumentIsEmpty() throws IOException {
        assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void replacesWhatIsAsExpected() throws IOException {
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, ONE)).isTrue();
        assertThat(store.compareAndSet("a", ONE, TWO)).isTrue();
        assertThat(store.load("a")).isEqualTo(TWO);
        assertThat(store.load("b")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void leavesWhatIsNot() throws IOException {
        store.compareAndSet("a", JsonObject.EMPTY, ONE);
        assertThat(store.compareAndSet("a", TWO, JsonObject.EMPTY)).isFalse();
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, TWO)).isFalse();
        assertThat(store.load("a")).isEqualTo(ONE);
    }

    @Test
    void removesByTheEmptyDocument() throws IOException {
        store.compareAndSet("a", JsonObject.EMPTY, ONE);
        assertThat(store.compareAndSet("a", ONE, JsonObject.EMPTY)).isTrue();
        assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, JsonObject.EMPTY)).isTrue();
    }

    @Test
    void comparesWhatADocumentSaysAndNotHow() throws IOException {
        store.compareAndSet("a", JsonObject.EMPTY, JsonObject.parse("{\"a\": 1, \"b\": [true]}"));
        assertThat(store.compareAndSet("a", JsonObject.parse("{\"b\":[true],\"a\":1}"), TWO))
                .isTrue();
    }

    @Test
    void givesBackEveryKindOfValue() throws IOException {
        JsonObject all = JsonObject.builder()
                .put("text", "\u0000\n\"\\\u2028 é \uD83D\uDD11")
                .put("", "a member without name")
                .put("number", Long.MIN_VALUE)
                .put("large", BigInteger.TWO.pow(200))
                .put("fraction", new BigDecimal("0.10"))
                .put("bool", false)
                .put("list", List.of("a", 1L, List.of(), Map.of("deep", "er")))
                .put("object", JsonObject.builder().put("refresh_token", "x").build())
                .putNull("nothing")
                .build();
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, all)).isTrue();
        assertThat(store.load("a")).isEqualTo(all);
        assertThat(store.compareAndSet("a", all, ONE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 300_000})
    void givesBackALongDocument(int length) throws IOException {
        JsonObject long1 =
                JsonObject.builder().put("text", "a\u00e9".repeat(length / 3)).build();
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, long1)).isTrue();
        assertThat(store.load("a")).isEqualTo(long1);
        assertThat(store.compareAndSet("a", long1, ONE)).isTrue();
        assertThat(store.load("a")).isEqualTo(ONE);
    }

    @Test
    void takesAHugeDocumentAsAWholeOrNotAtAll() throws IOException {
        store.compareAndSet("a", JsonObject.EMPTY, ONE);
        JsonObject huge = JsonObject.builder().put("text", "a".repeat(3 << 20)).build();
        JsonObject expected = ONE;
        try {
            assertThat(store.compareAndSet("a", ONE, huge)).isTrue();
            expected = huge;
        } catch (IOException tooLong) {
            assertThat(tooLong).hasMessageNotContaining("aaaa");
        }
        assertThat(store.load("a")).isEqualTo(expected);
        assertThat(store.compareAndSet("a", expected, TWO)).isTrue();
    }

    @Test
    void losesNoUpdateAmongEightThreads() throws Exception {
        together(8, () -> {
            for (int i = 0; i < 10; i++) {
                increment(store, "count");
            }
            return store;
        });
        assertThat(store.load("count").integer("n")).contains(80L);
    }

    @Test
    void letsOneOfEightThreadsWin() throws Exception {
        for (String key : IntStream.range(0, 10).mapToObj(i -> "race " + i).toList()) {
            List<Boolean> won = together(8, () -> store.compareAndSet(key, JsonObject.EMPTY, ONE));
            assertThat(won).containsOnlyOnce(true);
        }
    }

    /** Also of those who read without a lock, which is how tokens are used. */
    @Test
    void showsReadersNoHalfDocument() throws Exception {
        List<JsonObject> versions = Stream.of("a", "b")
                .map(text ->
                        JsonObject.builder().put("text", text.repeat(30_000)).build())
                .toList();
        store.compareAndSet("a", JsonObject.EMPTY, versions.get(0));
        AtomicInteger roles = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        together(3, () -> {
            if (roles.getAndIncrement() == 0) {
                writeInTurn(versions, done);
            }
            while (!done.get()) {
                assertThat(versions).contains(store.load("a"));
            }
            return store;
        });
    }

    private void writeInTurn(List<JsonObject> versions, AtomicBoolean done) throws IOException {
        try {
            for (int i = 0; i < 30; i++) {
                assertThat(store.compareAndSet("a", versions.get(i % 2), versions.get((i + 1) % 2)))
                        .isTrue();
            }
        } finally {
            done.set(true);
        }
    }

    @Test
    void showsNoValueInItsText() throws IOException {
        store.compareAndSet(
                "a",
                JsonObject.EMPTY,
                JsonObject.builder().put("access_token", "hunter2").build());
        assertThat(store.toString()).doesNotContain("hunter2");
    }
}
