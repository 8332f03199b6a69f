package dev.mcpoauth.transport.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("stdio framing")
class MessageReaderTest {

    private static final Notification HELLO =
            new Notification("hello", Json.object().put("text", "a\nb\u2028").build());

    @Test
    @DisplayName("IO-C1: a message is one line, whatever line ends are in it")
    void readsWhatTheWriterWrites() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageWriter writer = new MessageWriter(bytes);
        writer.write(HELLO);
        writer.write(HELLO);
        assertThat(bytes.toString(UTF_8).lines().filter(line -> !line.isEmpty()))
                .hasSize(2);
        MessageReader reader = reader(bytes.toByteArray(), 1000);
        assertThat(reader.read()).contains(HELLO);
        assertThat(reader.read()).contains(HELLO);
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void skipsEmptyLines() throws Exception {
        assertThat(reader("\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\r\n".getBytes(UTF_8), 100)
                        .read())
                .contains(new Notification("x", Json.NULL));
    }

    @Test
    void goesOnAfterALineThatIsNoMessage() throws Exception {
        MessageReader reader = reader("oops\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n".getBytes(UTF_8), 100);
        assertThatThrownBy(reader::read).isInstanceOf(JsonRpcException.class);
        assertThat(reader.read()).isPresent();
    }

    @Test
    void dropsALastLineWithoutItsEnd() throws Exception {
        assertThat(reader("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}".getBytes(UTF_8), 100)
                        .read())
                .isEmpty();
    }

    @Test
    void takesALineOfExactlyTheLimitAndNoLonger() throws Exception {
        String line = "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}";
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        assertThat(reader(bytes, line.length()).read()).isPresent();
        assertThatThrownBy(() -> reader(bytes, line.length() - 1).read())
                .isInstanceOf(LineTooLongException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void skipsTheRestOfALineThatIsTooLong() throws Exception {
        String line = "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n";
        MessageReader reader = reader(("x".repeat(1000) + "\n" + line).getBytes(UTF_8), line.length());
        assertThatThrownBy(reader::read).isInstanceOf(LineTooLongException.class);
        assertThat(reader.read()).isPresent();
        assertThat(reader.read()).isEmpty();
    }

    private static MessageReader reader(byte[] bytes, int limit) {
        return new MessageReader(new ByteArrayInputStream(bytes), JsonRpcCodec.DEFAULT, limit);
    }
}
