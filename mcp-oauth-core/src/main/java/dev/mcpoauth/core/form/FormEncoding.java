package dev.mcpoauth.core.form;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One name or value in {@code application/x-www-form-urlencoded} as RFC 6749 Appendix B profiles it. */
final class FormEncoding {
    private FormEncoding() {}

    static String encode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a parameter must be well-formed Unicode");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String decode(String text) {
        return isItself(text) ? text : decodeOctets(text);
    }

    /** Most names and values are. */
    private static boolean isItself(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '%' || c == '+') {
                return false;
            }
        }
        return true;
    }

    private static String decodeOctets(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                throw malformed();
            } else if (c == '%') {
                octets.write(hex(text, i + 1) << 4 | hex(text, i + 2));
                i += 2;
            } else {
                octets.write(c == '+' ? ' ' : c);
            }
        }
        return requireNoControl(utf8(octets.toByteArray()));
    }

    private static int hex(String text, int index) {
        int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0 || text.charAt(index) > 'f') {
            throw malformed();
        }
        return digit;
    }

    private static String utf8(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static String requireNoControl(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw OAuthError.INVALID_REQUEST.because(
                    CoreReasons.FORM_CONTROL_CHARACTER, "a parameter has a control character");
        }
        return text;
    }

    private static OAuthException malformed() {
        return OAuthError.INVALID_REQUEST.because(
                CoreReasons.FORM_MALFORMED, "the request is not application/x-www-form-urlencoded UTF-8");
    }
}
