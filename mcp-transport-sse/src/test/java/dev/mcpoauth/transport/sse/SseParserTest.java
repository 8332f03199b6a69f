package dev.mcpoauth.transport.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HTML §9.2 event stream")
class SseParserTest {

    private final List<SseEvent> events = new ArrayList<>();

    static Stream<Arguments> streams() {
        return Stream.of(
                arguments("one line", "data: a\n\n", List.of(message("", "a"))),
                arguments("the space after the colon is optional", "data:a\n\n", List.of(message("", "a"))),
                arguments("only one space is dropped", "data:  a\n\n", List.of(message("", " a"))),
                arguments("CR ends a line", "data: a\r\r", List.of(message("", "a"))),
                arguments("CRLF ends a line", "data: a\r\n\r\n", List.of(message("", "a"))),
                arguments("line ends may be mixed", "data: a\r\ndata: b\rdata: c\n\n", List.of(message("", "a\nb\nc"))),
                arguments("LF CR is two ends", "data: a\n\rdata: b\n\n", List.of(message("", "a"), message("", "b"))),
                arguments("a leading byte order mark is dropped", "\uFEFFdata: a\n\n", List.of(message("", "a"))),
                arguments("a second byte order mark is not", "\uFEFF\uFEFFdata: a\n\n", List.of()),
                arguments("a comment says nothing", ": data: a\n\n:\n\n", List.of()),
                arguments("an unknown field is ignored", "foo: a\ndata: b\nDATA: c\n\n", List.of(message("", "b"))),
                arguments("a named type", "event: endpoint\ndata: /x\n\n", List.of(new SseEvent("", "endpoint", "/x"))),
                arguments("an empty type is message", "event: x\nevent:\ndata: a\n\n", List.of(message("", "a"))),
                arguments("a type without data", "event: x\n\ndata: a\n\n", List.of(message("", "a"))),
                arguments("a priming event has empty data", "id: 7\ndata:\n\n", List.of(message("7", ""))),
                arguments("a field without colon is empty", "data\ndata\n\n", List.of(message("", "\n"))),
                arguments(
                        "the id stays in force",
                        "id: 1\ndata: a\n\ndata: b\n\n",
                        List.of(message("1", "a"), message("1", "b"))),
                arguments("an id with NUL is ignored", "id: 1\nid: 2\0\ndata: a\n\n", List.of(message("1", "a"))),
                arguments("an empty id resets it", "id: 1\n\nid\ndata: a\n\n", List.of(message("", "a"))),
                arguments("a cut-off block is dropped", "data: a\n\ndata: b\n", List.of(message("", "a"))),
                arguments(
                        "text beyond ASCII",
                        "data: h\u00E9 \u4E16 \uD83D\uDE00\n\n",
                        List.of(message("", "h\u00E9 \u4E16 \uD83D\uDE00"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void readsAStreamInOnePiece(String name, String text, List<SseEvent> expected) throws Exception {
        parser().feed(ByteBuffer.wrap(text.getBytes(UTF_8)));
        assertThat(events).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void readsTheSameStreamCutAtEveryByte(String name, String text, List<SseEvent> expected) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        for (int size : IntStream.rangeClosed(1, 3).toArray()) {
            events.clear();
            SseParser parser = parser();
            for (int at = 0; at < bytes.length; at += size)
                parser.feed(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
            assertThat(events).as("chunks of " + size).isEqualTo(expected);
        }
    }

    @Test
    void movesTheLastEventIdOnlyAtTheEndOfABlock() throws Exception {
        SseParser parser = parser();
        parser.feed(ByteBuffer.wrap("id: 1\n\nid: 2\ndata: lost".getBytes(UTF_8)));
        assertThat(parser.lastEventId()).isEqualTo("1");
    }

    @Test
    void keepsTheIdOfTheStreamThatItResumes() throws Exception {
        SseParser parser = new SseParser(SseLimits.DEFAULT, "9", events::add);
        parser.feed(ByteBuffer.wrap("data: a\n\n".getBytes(UTF_8)));
        assertThat(events).containsExactly(message("9", "a"));
        assertThat(parser.lastEventId()).isEqualTo("9");
    }

    @Test
    void readsTheReconnectionTimeAtOnce() throws Exception {
        SseParser parser = parser();
        parser.feed(ByteBuffer.wrap("retry: 500\n".getBytes(UTF_8)));
        assertThat(parser.retry()).contains(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "5s", "0x1F", "\u0661", "99999999999999999999"})
    void ignoresAReconnectionTimeThatIsNotDigits(String value) throws Exception {
        SseParser parser = parser();
        parser.feed(ByteBuffer.wrap(("retry: " + value + "\n\n").getBytes(UTF_8)));
        assertThat(parser.retry()).isEmpty();
    }

    @Test
    void refusesALineThatNeverEnds() {
        SseParser parser = new SseParser(new SseLimits(10, 100), events::add);
        assertThatThrownBy(() -> {
                    while (true) parser.feed(ByteBuffer.wrap("abcd".getBytes(UTF_8)));
                })
                .isInstanceOf(SseLimitException.class)
                .hasMessageContaining("a line")
                .hasMessageContaining("10");
    }

    @Test
    void refusesAnEventOfTooManyLines() {
        SseParser parser = new SseParser(new SseLimits(100, 20), events::add);
        byte[] line = "data: abcd\n".getBytes(UTF_8);
        assertThatThrownBy(() -> {
                    while (true) parser.feed(ByteBuffer.wrap(line));
                })
                .isInstanceOf(SseLimitException.class)
                .hasMessageContaining("an event");
    }

    @Test
    void takesALineAndAnEventOfExactlyTheLimit() throws Exception {
        SseParser parser = new SseParser(new SseLimits(10, 4), events::add);
        parser.feed(ByteBuffer.wrap("data: abcd\n\n".getBytes(UTF_8)));
        assertThat(events).containsExactly(message("", "abcd"));
    }

    private SseParser parser() {
        return new SseParser(SseLimits.DEFAULT, events::add);
    }

    private static SseEvent message(String id, String data) {
        return SseEvent.message(id, data);
    }
}
