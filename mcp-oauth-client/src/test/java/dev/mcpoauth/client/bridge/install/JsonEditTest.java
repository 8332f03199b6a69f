package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditTest {
    private static final Json ENTRY = Json.parse("{\"command\":\"x\",\"args\":[\"https://a.example/mcp?a=1&b=%20\"]}");

    private static String put(String text) {
        return JsonEdit.of(text).put("mcpServers", "new", ENTRY);
    }

    @Test
    void beginsAFile() {
        assertThat(put("")).isEqualTo("""
                        {
                          "mcpServers": {
                            "new": {
                              "command": "x",
                              "args": ["https://a.example/mcp?a=1&b=%20"]
                            }
                          }
                        }
                        """);
    }

    @Test
    void addsAfterTheLastOneAsTheOthersAreIndented() {
        String text =
                "{\n\t\"theme\" : \"dark\",\n\t\"mcpServers\": {\n\t\t\"old\":  { \"command\": \"y\" }\n\t},\n\t\"n\": 1.50\n}\n";
        assertThat(put(text))
                .startsWith(
                        "{\n\t\"theme\" : \"dark\",\n\t\"mcpServers\": {\n\t\t\"old\":  { \"command\": \"y\" },\n\t\t\"new\": {")
                .endsWith("\n\t},\n\t\"n\": 1.50\n}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"mcpServers\":{}}",
                "{\"a\":[1,{\"mcpServers\":{\"new\":1}},\"}\\\"{\"],\"mcpServers\":{\"b\":{}}}",
                "{\r\n  \"mcpServers\": {\r\n    \"new\": 5\r\n  }\r\n}",
                "{\"mcp\\u0053ervers\":{\"x\":1,\"n\\u0065w\":[[]],\"y\":2}}",
                "  {\"mcpServers\":{\"x\":\"\\\\\"}}  "
            })
    void saysWhatItDidAndTheEntryBesides(String text) {
        Json before = Json.parse(text);
        Json servers = before.get("mcpServers").orElse(Json.EMPTY_OBJECT).with("new", ENTRY);
        String edited = put(text);
        assertThat(Json.parse(edited)).isEqualTo(before.with("mcpServers", servers));
        assertThat(edited.replace("\r\n", "")).doesNotContain("\r");
        assertThat(Json.parse(JsonEdit.of(edited).remove("mcpServers", "new")))
                .isEqualTo(before.with("mcpServers", servers.without("new")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"mcpServers\": {\n    \"old\": 1\n  }\n}\n",
                "{ \"x\" : 1,\n  \"mcpServers\":   {\"a\" : {\"b\":1}, \"c\": 2   } }",
            })
    void leavesTheVeryTextWhenTheEntryIsTakenOutAgain(String text) {
        assertThat(JsonEdit.of(put(text)).remove("mcpServers", "new")).isEqualTo(text);
    }

    @Test
    void changesNothingWhereTheEntryIsThereAlready() {
        assertThat(put(put("{}"))).isEqualTo(put("{}"));
        assertThat(JsonEdit.of("{\"a\":1}").remove("mcpServers", "new")).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{} {}", "{\"a\":1,\"a\":2}", "// c\n{}", "{\"mcpServers\":[]}", "{'a':1}"})
    void refusesWhatItCannotEdit(String text) {
        assertThatThrownBy(() -> put(text)).isInstanceOfAny(JsonException.class, IllegalArgumentException.class);
    }
}
