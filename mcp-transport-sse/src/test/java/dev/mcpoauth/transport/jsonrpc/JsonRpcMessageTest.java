package dev.mcpoauth.transport.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.transport.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcMessageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"ping\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":-7,\"result\":{\"a\":1.50}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\",\"data\":[1]}}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"no\"}}"
            })
    void writesWhatItRead(String text) {
        JsonRpcMessage message = JsonRpcCodec.DEFAULT.read(text);
        assertThat(new String(JsonRpcCodec.DEFAULT.write(message), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @DisplayName("X5: refuses what is not one message, and keeps the id that could be read")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                    | null",
                "1                                                     | null",
                "{}                                                    | null",
                "{\"id\":1,\"method\":\"m\"}                           | 1",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"m\"}       | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}    | null",
                "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"m\"}     | null",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}     | null",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"m\"}     | null",
                "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"m\"} | null",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":1}       | \"a\"",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[1]} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":null} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"result\":{}} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}} | 1",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}                   | null",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1.5,\"message\":\"m\"}} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"x\"}        | 1"
            })
    void refusesWhatIsNotAMessage(String text, String id) {
        JsonRpcException refusal = catchThrowableOfType(JsonRpcException.class, () -> JsonRpcCodec.DEFAULT.read(text));
        assertThat(refusal.error().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal.id()).hasToString(id);
    }

    @Test
    @DisplayName("X4: text that is not JSON is a parse error")
    void answersAParseErrorToBrokenText() {
        JsonRpcException refusal = catchThrowableOfType(JsonRpcException.class, () -> JsonRpcCodec.DEFAULT.read("{"));
        assertThat(refusal.error().code()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(refusal.id().isUnknown()).isTrue();
    }

    @Test
    void tellsANumberIdFromATextId() {
        assertThat(RequestId.of(1)).isNotEqualTo(RequestId.of("1"));
        assertThat(RequestId.of(1)).isEqualTo(new RequestId(Json.parse("1")));
    }

    @Test
    void readsABatchOfMessages() {
        Json ping = Json.parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
        assertThat(JsonRpcCodec.batch(Json.array(ping, ping))).hasSize(2);
        assertThatThrownBy(() -> JsonRpcCodec.batch(Json.array())).isInstanceOf(JsonRpcException.class);
        assertThatThrownBy(() -> JsonRpcCodec.batch(ping)).isInstanceOf(JsonRpcException.class);
    }
}
