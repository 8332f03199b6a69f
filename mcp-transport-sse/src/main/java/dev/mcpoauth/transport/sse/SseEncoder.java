package dev.mcpoauth.transport.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** Writes events, comments and reconnection times as UTF-8 {@code text/event-stream} blocks (HTML §9.2.5). */
public final class SseEncoder {

    /** The media type of an event stream. */
    public static final String MEDIA_TYPE = "text/event-stream";

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private SseEncoder() {}

    /** One event with its closing blank line. The default type and an empty id are left out. */
    public static byte[] event(SseEvent event) {
        StringBuilder block = new StringBuilder(event.data().length() + 64);
        if (!event.id().isEmpty()) field(block, "id", event.id());
        if (!event.type().equals(SseEvent.MESSAGE)) field(block, "event", event.type());
        lines(block, "data", event.data());
        return utf8(block.append('\n'));
    }

    /** The shortest comment there is. */
    public static byte[] comment() {
        return utf8(":\n");
    }

    /** A comment, which receivers ignore: keeps proxies from closing an idle stream. */
    public static byte[] comment(String text) {
        StringBuilder block = new StringBuilder();
        lines(block, "", text);
        return utf8(block.append('\n'));
    }

    /** Tells the receiver how long to wait before it reconnects, in whole milliseconds. */
    public static byte[] retry(Duration delay) {
        if (delay.isNegative()) throw new IllegalArgumentException("delay must not be negative: " + delay);
        return utf8("retry: " + delay.toMillis() + "\n\n");
    }

    private static void lines(StringBuilder block, String name, String value) {
        // JSON has no raw line ends, so the usual payload takes the first branch.
        if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0) field(block, name, value);
        else for (String line : LINE_END.split(value, -1)) field(block, name, line);
    }

    private static void field(StringBuilder block, String name, String value) {
        block.append(name).append(": ").append(value).append('\n');
    }

    private static byte[] utf8(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
