package dev.mcpoauth.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.ParameterHeaders;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonSchema;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What applications hand to a server is checked when they do, not when a client calls. */
class DefinitionsTest {

    @ParameterizedTest
    @CsvSource({
        "db://{table},          db://users,       {table=users}",
        "db://{table}/{id},     db://users/7,     '{table=users, id=7}'",
        "db://{table}.json,     db://users.json,  {table=users}",
        "f:///{+path},          f:///a/b.txt,     {path=a/b.txt}",
        "db://{table},          db://a%20b,       {table=a b}",
        "db://{table},          db://a+b,         {table=a+b}",
        "db://{table},          db://a/b,         ",
        "db://{table},          db://,            ",
        "db://{table},          db://%zz,         ",
        "db://{table},          xdb://users,      "
    })
    void matchesUriTemplates(String template, String uri, String variables) {
        Optional<Map<String, String>> match = UriTemplate.parse(template).match(uri);
        assertThat(match.map(Map::toString)).isEqualTo(Optional.ofNullable(variables));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db://{a}-{b}-{c}-{d}!", "db://{+a}{+b}{+c}{+d}!", "db://{+a}/-{b}-{+c}-{d}!"})
    @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // CVE-2026-0621
    void matchesWithoutBacktrackingWhateverTheUri(String template) {
        assertThat(UriTemplate.parse(template).match("db://" + "-".repeat(4000)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{a}{b},        xyz,       '{a=xy, b=z}'",
        "{a}-{b},       1-2-3,     '{a=1-2, b=3}'",
        "{+a}/{b},      1/2/3,     '{a=1/2, b=3}'",
        "{a}/{+b}.txt,  1/2/3.txt, '{a=1, b=2/3}'",
        "{a}{b},        x,         "
    })
    void givesTheFirstExpressionAllThatItCanHave(String template, String uri, String variables) {
        Optional<Map<String, String>> match = UriTemplate.parse(template).match(uri);
        assertThat(match.map(Map::toString)).isEqualTo(Optional.ofNullable(variables));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db://{", "db://{?q}", "db://}", "db://{a,b}"})
    void refusesTemplatesItWouldMisread(String template) {
        assertThatThrownBy(() -> UriTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "\u00fcmlaut", "a/b"})
    void refusesToolNamesThatClientsRefuse(String name) {
        assertThatThrownBy(() -> ToolDefinition.builder(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"X\"},\"b\":{\"type\":\"string\",\"x-mcp-header\":\"x\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}",
                "{\"x-mcp-header\":\"A\"}"
            })
    void refusesMisusedHeaderAnnotations(String schema) {
        assertThatThrownBy(() -> ParameterHeaders.of(Json.parse(schema))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mirrorsNestedArguments() {
        ParameterHeaders headers = ParameterHeaders.of(
                Json.parse(
                        "{\"properties\":{\"o\":{\"type\":\"object\",\"properties\":{\"x-mcp-header\":{\"type\":\"boolean\",\"x-mcp-header\":\"B\"}}}}}"));
        assertThat(headers.headers(Json.parse("{\"o\":{\"x-mcp-header\":true}}")))
                .isEqualTo(Map.of("Mcp-Param-B", "true"));
        assertThat(headers.headers(Json.parse("{\"o\":null}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"https://example.com/schema\"}",
                "{\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}}",
                "{\"properties\":{\"a\":{\"$ref\":\"classpath:/x.json\"}}}",
                "{\"properties\":{\"a\":{\"$ref\":\"other.json\"}}}",
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/none\"}}}",
                "{\"$schema\":\"https://example.com/dialect\"}",
                "[]"
            })
    @DisplayName("E3-S26: a schema refers to itself only, and what it names elsewhere is not looked for")
    void refusesSchemasThatReachOutsideOrNowhere(String schema) {
        assertThatThrownBy(() -> JsonSchema.of(Json.parse(schema))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("E3-S26: nobody hears of a schema that names a host, and one of too many parts is refused")
    void fetchesNothing() throws Exception {
        try (ServerSocket host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String schema = "http://127.0.0.1:" + host.getLocalPort() + "/schema.json";
            for (String keyword : List.of("$ref", "$dynamicRef", "$schema")) {
                Json naming = Json.object().put(keyword, schema).build();
                assertThatThrownBy(() -> JsonSchema.of(naming)).isInstanceOf(IllegalArgumentException.class);
            }
            host.setSoTimeout(1);
            assertThatThrownBy(host::accept).isInstanceOf(SocketTimeoutException.class);
        }
        Json.Builder parts = Json.object();
        for (int i = 0; i < 5000; i++) parts.put("p" + i, Json.EMPTY_OBJECT);
        Json huge = Json.object().put("properties", parts).build();
        assertThatThrownBy(() -> JsonSchema.of(huge)).hasMessageContaining("too many parts");
    }

    @Test
    void namesWhatIsWrongWithAValue() {
        JsonSchema schema = JsonSchema.of(Json.parse(
                "{\"properties\":{\"limit\":{\"type\":\"integer\",\"maximum\":100}},\"required\":[\"limit\"]}"));
        assertThat(schema.problems(Json.parse("{\"limit\":7}"))).isEmpty();
        assertThat(schema.problems(Json.parse("{\"limit\":700}")))
                .singleElement()
                .asString()
                .contains("/limit", "100");
    }
}
