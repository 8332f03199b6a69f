package dev.mcpoauth.transport.sse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Cuts bytes into lines at LF, CR or CRLF, drops one leading byte order mark and decodes UTF-8 line by line. */
final class LineSplitter {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final int maxBytes;
    private ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean afterCarriageReturn;
    private boolean first = true;

    LineSplitter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Reads up to the end of the line or of the chunk; true if a line is complete. */
    boolean feed(ByteBuffer chunk) throws SseLimitException {
        if (afterCarriageReturn && chunk.hasRemaining()) skipLineFeed(chunk);
        int start = chunk.position();
        int end = start;
        while (end < chunk.limit() && !isLineEnd(chunk.get(end))) end++;
        append(chunk, end - start);
        if (!chunk.hasRemaining()) return false;
        afterCarriageReturn = chunk.get() == '\r';
        return true;
    }

    String takeLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        if (line.size() > 64 << 10) line = new ByteArrayOutputStream(256);
        else line.reset();
        boolean marked = first && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        first = false;
        return marked ? text.substring(1) : text;
    }

    private void skipLineFeed(ByteBuffer chunk) {
        afterCarriageReturn = false;
        if (chunk.get(chunk.position()) == '\n') chunk.get();
    }

    private void append(ByteBuffer chunk, int length) throws SseLimitException {
        if (length > maxBytes - line.size()) throw new SseLimitException("a line", maxBytes);
        byte[] bytes = new byte[length];
        chunk.get(bytes);
        line.write(bytes, 0, length);
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
