package dev.mcpoauth.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The encoding of {@code Mcp-Name} and {@code Mcp-Param-*} values (2026-07-28, Streamable HTTP, "Value Encoding"): plain
 * where a header can carry the text unchanged, otherwise the UTF-8 bytes in Base64 between {@code =?base64?} and
 * {@code ?=}.
 */
public final class HeaderValue {

    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderValue() {}

    /** The text as a header value; plain when it can be, so that intermediaries can read it. */
    public static String encode(String text) {
        if (isHeaderSafe(text) && !isSentinel(text)) return text;
        return PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }

    /**
     * The text that a header value stands for; empty if it holds characters that no header may hold, or a marked value
     * that is not padded Base64 of well-formed UTF-8.
     */
    public static Optional<String> decode(String header) {
        if (!isVisible(header)) return Optional.empty();
        if (!isSentinel(header)) return Optional.of(header);
        String base64 = header.substring(PREFIX.length(), header.length() - SUFFIX.length());
        // The JDK's decoder takes unpadded text; the protocol's encoder always pads.
        if (base64.length() % 4 != 0) return Optional.empty();
        try {
            byte[] utf8 = Base64.getDecoder().decode(base64);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isSentinel(String text) {
        return text.length() >= PREFIX.length() + SUFFIX.length() && text.startsWith(PREFIX) && text.endsWith(SUFFIX);
    }

    /** A tab may stand in a header, but intermediaries may turn it into a space (RFC 9110 §5.5). */
    private static boolean isHeaderSafe(String text) {
        return isVisible(text) && text.indexOf('\t') < 0 && text.strip().length() == text.length();
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> (c >= 0x20 && c <= 0x7E) || c == '\t');
    }
}
