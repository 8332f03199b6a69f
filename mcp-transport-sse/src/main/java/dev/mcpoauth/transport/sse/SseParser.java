package dev.mcpoauth.transport.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses an event stream that arrives in chunks cut anywhere, even inside a character or a CRLF (HTML §9.2.6).
 *
 * <p>One parser reads one response: a block that the end of the stream cuts off is dropped, as the standard asks. Not
 * thread-safe.
 */
public final class SseParser {

    private final SseLimits limits;
    private final Consumer<SseEvent> sink;
    private final LineSplitter lines;
    private final StringBuilder data = new StringBuilder();
    private int dataBytes;
    private boolean anyData;
    private String type = "";
    private String pendingId;
    private String lastEventId;
    private @Nullable Duration retry;

    /** Parses a stream from its beginning. */
    public SseParser(SseLimits limits, Consumer<SseEvent> sink) {
        this(limits, "", sink);
    }

    /** Parses a resumed stream: {@code lastEventId} stays in force until the stream names another. */
    public SseParser(SseLimits limits, String lastEventId, Consumer<SseEvent> sink) {
        this.limits = limits;
        this.sink = sink;
        this.lastEventId = lastEventId;
        this.pendingId = lastEventId;
        this.lines = new LineSplitter(limits.lineBytes());
    }

    /**
     * Takes the next bytes and hands every event that they complete to the sink.
     *
     * @throws SseLimitException if a line or an event is too long
     */
    public void feed(ByteBuffer chunk) throws SseLimitException {
        while (chunk.hasRemaining()) {
            if (lines.feed(chunk)) line(lines.takeLine());
        }
    }

    /** The id to resume after; empty when the stream named none. Moves on at the end of each block, data or not. */
    public String lastEventId() {
        return lastEventId;
    }

    /** The reconnection time that the stream asked for last. */
    public Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    private void line(String line) throws SseLimitException {
        int colon = line.indexOf(':');
        if (line.isEmpty()) dispatch();
        else if (colon > 0) field(line.substring(0, colon), value(line, colon + 1));
        else if (colon < 0) field(line, "");
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }

    private void field(String name, String value) throws SseLimitException {
        switch (name) {
            case "data" -> append(value);
            case "event" -> type = value;
            case "id" -> {
                if (value.indexOf('\0') < 0) pendingId = value;
            }
            case "retry" -> retry(value);
            default -> {
                // An unknown field is ignored.
            }
        }
    }

    private void append(String value) throws SseLimitException {
        dataBytes += value.getBytes(StandardCharsets.UTF_8).length + 1;
        if (dataBytes - 1 > limits.eventBytes()) throw new SseLimitException("an event", limits.eventBytes());
        if (anyData) data.append('\n');
        data.append(value);
        anyData = true;
    }

    private void retry(String digits) {
        // Eighteen digits fit a long; a longer wait than that is nobody's intent.
        if (digits.matches("[0-9]{1,18}")) retry = Duration.ofMillis(Long.parseLong(digits));
    }

    private void dispatch() {
        lastEventId = pendingId;
        if (anyData) sink.accept(new SseEvent(lastEventId, type.isEmpty() ? SseEvent.MESSAGE : type, data.toString()));
        data.setLength(0);
        dataBytes = 0;
        anyData = false;
        type = "";
    }
}
