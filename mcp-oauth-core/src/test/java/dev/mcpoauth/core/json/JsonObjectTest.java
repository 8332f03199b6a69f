package dev.mcpoauth.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 8259")
class JsonObjectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":null,\"b\":[1,null,{\"c\":[]}],\"d\":\"\\u0000é😀\",\"e\":1.50,\"f\":-0,\"g\":12345678901234567890}",
                "{\"nested\":{\"x\":{\"y\":true}}}"
            })
    void survivesARoundTrip(String text) {
        JsonObject first = JsonObject.parse(text);
        assertThat(JsonObject.parse(first.toBytes())).isEqualTo(first);
        assertThat(JsonObject.parse(first.toJson()).names()).containsExactlyElementsOf(first.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "null",
                "\"x\"",
                "{",
                "{]",
                "{}x",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "{\"a\":\"\n\"}",
                "// x\n{}",
                "\uFEFF{}"
            })
    void refusesWhatIsNoObject(String text) {
        assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void refusesWhatIsTooDeepTooLargeOrNotUtf8() {
        String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
        assertThatThrownBy(() -> JsonObject.parse(deep)).isInstanceOf(MalformedJsonException.class);
        String large = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThatThrownBy(() -> JsonObject.parse(large)).isInstanceOf(MalformedJsonException.class);
        byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> JsonObject.parse(latin1)).isInstanceOf(MalformedJsonException.class);
        byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> JsonObject.parse(utf16)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void tellsTypesApart() {
        JsonObject object = JsonObject.parse(
                "{\"s\":\"x\",\"n\":7,\"b\":true,\"o\":{\"k\":1},\"l\":[\"a\",\"b\"],\"m\":[\"a\",1],\"z\":null,\"d\":1.5,"
                        + "\"i\":123456789012345678901}");
        assertThat(object.string("s")).hasValue("x");
        assertThat(object.string("n")).isEmpty();
        assertThat(object.integer("n")).hasValue(7L);
        assertThat(object.bool("b")).hasValue(true);
        assertThat(object.object("o").flatMap(o -> o.integer("k"))).hasValue(1L);
        assertThat(object.strings("l")).hasValue(List.of("a", "b"));
        assertThat(object.strings("m")).isEmpty();
        assertThat(object.has("z")).isFalse();
        assertThat(object.names()).contains("z");
        assertThat(object.value("d")).hasValue(new BigDecimal("1.5"));
        assertThat(object.value("i")).hasValue(new BigInteger("123456789012345678901"));
    }

    @Test
    void buildsFromPlainValues() {
        JsonObject object = JsonObject.builder()
                .put("list", List.of("a", 1, Map.of("k", false)))
                .put("absent", Optional.empty())
                .put("present", Optional.of("x"))
                .put("nested", JsonObject.parse("{\"a\":null}"))
                .putNull("none")
                .build();
        assertThat(object.toJson())
                .isEqualTo(
                        "{\"list\":[\"a\",1,{\"k\":false}],\"present\":\"x\",\"nested\":{\"a\":null},\"none\":null}");
        assertThatThrownBy(() -> JsonObject.builder().put("x", new Object()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOnlyItsMembersInText() {
        assertThat(JsonObject.parse("{\"access_token\":\"hush\"}").toString())
                .contains("access_token")
                .doesNotContain("hush");
    }
}
