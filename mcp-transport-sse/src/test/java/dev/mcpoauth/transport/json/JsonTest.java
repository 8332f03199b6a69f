package dev.mcpoauth.transport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.transport.json.JsonException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    enum Colour {
        RED
    }

    record Point(int x, Optional<String> label, Colour colour, List<Json> rest) {}

    record Simple(int x, String label, Json rest) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[true,null,\"x\"]}",
                "1.50",
                "-5E-8",
                "12345678901234567890123",
                "\"\\u0000\\n\\\"\"",
                "[]",
                "{}"
            })
    void writesWhatItRead(String text) {
        assertThat(Json.parse(text)).hasToString(text);
        assertThat(new String(Json.parse(text).toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{            | MALFORMED",
                "``           | MALFORMED",
                "{} {}        | MALFORMED",
                "{'a':1}      | MALFORMED",
                "{\"a\":01}   | MALFORMED",
                "NaN          | MALFORMED",
                "// c         | MALFORMED",
                "[1,]         | MALFORMED",
                "1e2147483648  | MALFORMED",
                "1e-2147483648 | MALFORMED",
                "1e9999999999  | MALFORMED",
                "[1e-9999999999] | MALFORMED",
                "{\"a\":1,\"a\":2} | DUPLICATE_NAME"
            })
    void refusesWhatIsNotJson(String text, Kind kind) {
        assertThat(refusal(text)).isEqualTo(kind);
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThat(refusal("[".repeat(65) + "]".repeat(65))).isEqualTo(Kind.TOO_DEEP);
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
        assertThat(refusal("9".repeat(201))).isEqualTo(Kind.TOO_LARGE);
        assertThatThrownBy(() -> JsonReader.of(3, 3).read("[1,2]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
    }

    @Test
    void refusesMoreValuesThanAllowed() {
        JsonReader frugal = JsonReader.DEFAULT.withMaxValues(5);
        assertThat(frugal.read("{\"a\":[1,2],\"b\":3}").size()).isEqualTo(2);
        for (String text :
                List.of("{\"a\":[1,2],\"b\":3,\"c\":4}", "[1,2,3,4,5]", "[[[[[[]]]]]]", "[{},{},{},{},{}]")) {
            assertThatThrownBy(() -> frugal.read(text))
                    .isInstanceOfSatisfying(
                            JsonException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
        }
        assertThat(refusal("[" + "[],".repeat(1_000_000) + "[]]")).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void sharesWhatIsEmpty() {
        List<Json> elements = Json.parse("[[],{},[],{}]").elements();
        assertThat(elements.get(0)).isSameAs(elements.get(2)).hasToString("[]");
        assertThat(elements.get(1)).isSameAs(elements.get(3)).hasToString("{}");
    }

    @Test
    void comparesNumbersAsLargeAsThereAre() {
        Json largest = Json.parse("100e2147483647");
        assertThat(largest).isEqualTo(Json.parse("1000e2147483646")).hasSameHashCodeAs(Json.parse("1000e2147483646"));
        assertThat(largest).isNotEqualTo(Json.parse("1e2147483647"));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void neverQuotesTheInputInARefusal() {
        assertThatThrownBy(() -> Json.parse("{\"s3cret\":1,\"s3cret\":2}"))
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void answersEmptyWhereAnAccessorDoesNotApply() {
        Json text = Json.of("x");
        assertThat(text.get("a")).isEmpty();
        assertThat(text.at("a", "b")).isEmpty();
        assertThat(text.asLong()).isEmpty();
        assertThat(text.elements()).isEmpty();
        assertThat(text.members()).isEmpty();
        assertThat(Json.of(1).asString()).isEmpty();
    }

    @Test
    void readsWholeNumbersWhateverTheirSpelling() {
        assertThat(Json.parse("42.0").asLong()).contains(42L);
        assertThat(Json.parse("1e3").asLong()).contains(1000L);
        assertThat(Json.parse("1e999999999").asLong()).isEmpty();
        assertThat(Json.parse("9223372036854775808").asLong()).isEmpty();
        assertThat(Json.parse("1.5").asLong()).isEmpty();
    }

    @Test
    void doesNotChangeWhenItsBuilderGoesOn() {
        Json.Builder builder = Json.object().put("a", 1);
        Json first = builder.build();
        Json second = builder.put("b", 2).build();
        assertThat(first).hasToString("{\"a\":1}");
        assertThat(second).hasToString("{\"a\":1,\"b\":2}");
        assertThat(second.with("a", Json.NULL).without("b")).hasToString("{\"a\":null}");
        assertThat(second).hasToString("{\"a\":1,\"b\":2}");
    }

    @Test
    void turnsJavaValuesIntoJsonAndBack() {
        Json json = Json.from(new Point(3, Optional.of("p"), Colour.RED, List.of(Json.of(true))));
        assertThat(json).isEqualTo(Json.parse("{\"x\":3,\"label\":\"p\",\"colour\":\"RED\",\"rest\":[true]}"));
        assertThat(Json.from(Map.of("n", Arrays.asList(1L, null)))).isEqualTo(Json.parse("{\"n\":[1,null]}"));
        assertThat(json.with("label", Json.of("q")).as(Simple.class))
                .isEqualTo(new Simple(3, "q", Json.parse("[true]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":\"3\"}", "{\"x\":null}", "{\"x\":1.5}", "[]", "null"})
    void refusesJsonOfAnotherShape(String text) {
        assertThatThrownBy(() -> Json.parse(text).as(Simple.class))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH));
    }

    private static Kind refusal(String text) {
        return catchThrowableOfType(JsonException.class, () -> Json.parse(text)).kind();
    }
}
