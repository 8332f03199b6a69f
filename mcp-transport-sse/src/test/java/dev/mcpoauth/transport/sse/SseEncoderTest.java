package dev.mcpoauth.transport.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HTML §9.2.5 event stream, written")
class SseEncoderTest {

    @Test
    void writesAMessageAsOneDataLine() {
        assertThat(text(SseEncoder.event(SseEvent.message("{}")))).isEqualTo("data: {}\n\n");
    }

    @Test
    void writesIdAndType() {
        assertThat(text(SseEncoder.event(new SseEvent("7", "endpoint", "/m"))))
                .isEqualTo("id: 7\nevent: endpoint\ndata: /m\n\n");
    }

    @Test
    void writesAPrimingEventThatAParserDispatches() throws Exception {
        assertThat(parse(SseEncoder.event(SseEvent.message("1", "")))).containsExactly(SseEvent.message("1", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\nb", "\n", "a\n", " a", ": a", "id: 5", "h\u00E9"})
    void roundTripsAnyDataWithLineFeeds(String data) throws Exception {
        SseEvent event = SseEvent.message("1", data);
        assertThat(parse(SseEncoder.event(event))).containsExactly(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\r\nb"})
    void normalizesOtherLineEnds(String data) throws Exception {
        assertThat(parse(SseEncoder.event(SseEvent.message(data)))).containsExactly(SseEvent.message("a\nb"));
    }

    @Test
    void writesACommentThatParsersIgnore() throws Exception {
        assertThat(text(SseEncoder.comment("ping\ndata: x"))).isEqualTo(": ping\n: data: x\n\n");
        assertThat(parse(SseEncoder.comment("ping\ndata: x"))).isEmpty();
    }

    @Test
    void writesTheReconnectionTimeInMilliseconds() {
        assertThat(text(SseEncoder.retry(Duration.ofSeconds(2)))).isEqualTo("retry: 2000\n\n");
    }

    @Test
    void refusesANegativeReconnectionTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> SseEncoder.retry(Duration.ofMillis(-1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
    void refusesAnIdThatWouldStartAnotherField(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> SseEvent.message(id, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\rb"})
    void refusesATypeThatIsNotOneLine(String type) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SseEvent("", type, "x"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static List<SseEvent> parse(byte[] bytes) throws SseLimitException {
        List<SseEvent> events = new ArrayList<>();
        new SseParser(SseLimits.DEFAULT, events::add).feed(ByteBuffer.wrap(bytes));
        return events;
    }
}
