package dev.mcpoauth.core.form;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much encoded text to accept and which parameters may occur more than once. Immutable; each method returns changed
 * rules.
 *
 * <p>Always: octets decode as UTF-8, percent signs introduce two hexadecimal digits, control characters are refused
 * encoded or not, a parameter without value counts as omitted, and any parameter not declared repeatable occurs at most
 * once (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.1">RFC 6749 §3.1</a>, §3.2).
 *
 * @param maxLength the longest encoded text, in characters
 * @param maxCount the most parameters, whether or not they have values
 * @param repeatable the names that may occur more than once
 */
public record ParameterRules(int maxLength, int maxCount, Set<String> repeatable) {
    private static final ParameterRules DEFAULTS = new ParameterRules(32_768, 100, Set.of("resource", "audience"));

    public ParameterRules {
        if (maxLength < 1 || maxCount < 1) {
            throw new IllegalArgumentException("maxLength and maxCount must be positive");
        }
        repeatable = Set.copyOf(repeatable);
    }

    /**
     * 32 KiB, 100 parameters; {@code resource} (RFC 8707 §2) and {@code audience} (RFC 8693 §2.1) may be repeated.
     */
    public static ParameterRules defaults() {
        return DEFAULTS;
    }

    /** These rules with another bound on the encoded text. */
    public ParameterRules withMaxLength(int characters) {
        return new ParameterRules(characters, maxCount, repeatable);
    }

    /** These rules with another bound on the number of parameters. */
    public ParameterRules withMaxCount(int parameters) {
        return new ParameterRules(maxLength, parameters, repeatable);
    }

    /** These rules with exactly these repeatable parameters. */
    public ParameterRules withRepeatable(String... names) {
        return new ParameterRules(maxLength, maxCount, Set.of(names));
    }

    /**
     * Reads a form body.
     *
     * @throws OAuthException {@code invalid_request} if the body breaks these rules
     */
    public Parameters parse(byte[] body) {
        if (body.length > maxLength) {
            throw OAuthError.INVALID_REQUEST.because(CoreReasons.FORM_TOO_LONG, "the request is too long");
        }
        return parse(new String(body, StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads a query string without its question mark, or a form body.
     *
     * @throws OAuthException {@code invalid_request} if the text breaks these rules
     */
    public Parameters parse(String encoded) {
        if (encoded.length() > maxLength) {
            throw OAuthError.INVALID_REQUEST.because(CoreReasons.FORM_TOO_LONG, "the request is too long");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (int start = 0; start < encoded.length(); ) {
            int end = endOfPair(encoded, start);
            if (end > start) {
                count++;
                requireCount(count);
                readPair(encoded.substring(start, end), values);
            }
            start = end + 1;
        }
        return new Parameters(values);
    }

    private static int endOfPair(String encoded, int start) {
        int end = encoded.indexOf('&', start);
        return end < 0 ? encoded.length() : end;
    }

    private void requireCount(int count) {
        if (count > maxCount) {
            throw OAuthError.INVALID_REQUEST.because(
                    CoreReasons.FORM_TOO_MANY_PARAMETERS, "the request has too many parameters");
        }
    }

    private void readPair(String pair, Map<String, List<String>> values) {
        int equals = pair.indexOf('=');
        String name = FormEncoding.decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : FormEncoding.decode(pair.substring(equals + 1));
        if (name.isEmpty()) {
            throw OAuthError.INVALID_REQUEST.because(CoreReasons.FORM_MALFORMED, "a parameter has no name");
        }
        if (value.isEmpty()) {
            return;
        }
        List<String> sofar = values.computeIfAbsent(name, absent -> new ArrayList<>(1));
        if (!sofar.isEmpty() && !repeatable.contains(name)) {
            throw OAuthError.INVALID_REQUEST
                    .because(CoreReasons.FORM_DUPLICATE_PARAMETER, "a parameter is repeated")
                    .with("parameter", Parameters.loggable(name));
        }
        sofar.add(value);
    }
}
