package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcpoauth.transport.json.Json;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("E3-C5 x-mcp-header (2026-07-28, Custom Headers from Tool Parameters)")
class KnownToolsTest {

    private final KnownTools tools = new KnownTools();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'integer','x-mcp-header':'A'},'b':{'type':'boolean','x-mcp-header':'B'}}}",
                "{'properties':{'o':{'type':'object','properties':{'a':{'type':'string','x-mcp-header':'A'}}}}}",
                "{'properties':{'x-mcp-header':{'type':'object'}}}",
                "{'properties':{'a':{'type':'object','default':{'x-mcp-header':''}}}}",
                "{'properties':{'a':{'enum':[{'x-mcp-header':''}]}}}",
                "{'$defs':{'x-mcp-header':{'type':'string'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'!#$%&*+.^_`|~-9aZ'}}}"
            })
    void keepsAToolWithProperAnnotations(String schema) {
        assertThat(listed(schema).elements()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'properties':{'a':{'type':'string','x-mcp-header':''}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':7}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':null}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A B'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A:B'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A\\r\\nB: c'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'\u00C4'}}}",
                "{'properties':{'a':{'type':'number','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'object','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'array','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'null','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':['string','null'],'x-mcp-header':'A'}}}",
                "{'properties':{'a':{'x-mcp-header':'A'}}}",
                "{'type':'string','x-mcp-header':'A'}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'a'}}}",
                "{'properties':{'l':{'items':{'type':'string','x-mcp-header':'A'}}}}",
                "{'properties':{'l':{'prefixItems':[{'type':'string','x-mcp-header':'A'}]}}}",
                "{'properties':{'l':{'items':{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}}}}",
                "{'oneOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]}",
                "{'allOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]}",
                "{'if':{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}}",
                "{'not':{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}}",
                "{'$defs':{'d':{'type':'string','x-mcp-header':'A'}}}",
                "{'patternProperties':{'.':{'type':'string','x-mcp-header':'A'}}}",
                "{'additionalProperties':{'type':'string','x-mcp-header':'A'}}"
            })
    void dropsAToolWithAMalformedAnnotation(String schema) {
        assertThat(listed(schema).elements()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'us-west1'             | us-west1",
                "''                     | ``",
                "'a b'                  | a b",
                "' padded '             | =?base64?IHBhZGRlZCA=?=",
                "'Hello, \u4E16\u754C'  | =?base64?SGVsbG8sIOS4lueVjA==?=",
                "'=?base64?literal?='   | =?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=",
                "'line1\\nline2'        | =?base64?bGluZTEKbGluZTI=?=",
                "'tab\\there'           | =?base64?dGFiCWhlcmU=?=",
                "42                     | 42",
                "-7                     | -7",
                "42.0                   | 42",
                "9007199254740991       | 9007199254740991",
                "true                   | true",
                "false                  | false"
            })
    void writesAValueAsTheProtocolSays(String argument, String header) {
        learn("{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}");
        assertThat(tools.headers(call("{'a':" + argument + "}"))).containsExactly(Map.entry("Mcp-Param-A", header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'a':null}", "{'b':'x'}"})
    @DisplayName("E3-C6: no value, no header")
    void leavesOutWhatHasNoValue(String arguments) {
        learn("{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}");
        assertThat(tools.headers(call(arguments))).isEmpty();
    }

    @Test
    void readsANestedValue() {
        learn("{'properties':{'o':{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}}}");
        assertThat(tools.headers(call("{'o':{'a':'x'}}"))).containsExactly(Map.entry("Mcp-Param-A", "x"));
        assertThat(tools.headers(call("{'o':'x'}"))).isEmpty();
    }

    @Test
    void forgetsWhatAToolNoLongerSays() {
        learn("{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}");
        learn("{}");
        assertThat(tools.headers(call("{'a':'x'}"))).isEmpty();
    }

    @Test
    @DisplayName("E3-C5: a dropped tool is named in a warning, with the reason")
    void warnsOfADroppedTool() {
        Logger logger = (Logger) LoggerFactory.getLogger(KnownTools.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        learn("{'type':'string','x-mcp-header':'A'}");
        logger.detachAppender(lines);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).contains("\"t\"", "x-mcp-header");
        });
    }

    @Test
    void leavesTheRestOfAListAlone() {
        Json page = json("{'tools':[{'name':'t'},{'name':'bad','inputSchema':{'type':'string','x-mcp-header':'A'}}],"
                + "'nextCursor':'c','ttlMs':5}");
        assertThat(tools.learn(page)).isEqualTo(json("{'tools':[{'name':'t'}],'nextCursor':'c','ttlMs':5}"));
        assertThat(tools.learn(Json.EMPTY_OBJECT)).isEqualTo(Json.EMPTY_OBJECT);
    }

    private Json listed(String schema) {
        return learn(schema).get("tools").orElseThrow();
    }

    private Json learn(String schema) {
        return tools.learn(json("{'tools':[{'name':'t','inputSchema':" + schema + "}]}"));
    }

    private static Json call(String arguments) {
        return json("{'name':'t','arguments':" + arguments + "}");
    }

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
