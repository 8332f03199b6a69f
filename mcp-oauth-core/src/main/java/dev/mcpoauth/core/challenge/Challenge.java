package dev.mcpoauth.core.challenge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One authentication challenge: a scheme with either parameters or a token68
 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.3">RFC 9110 §11.3</a>). Scheme and parameter names are
 * compared regardless of case. Immutable.
 */
public final class Challenge {
    private final String scheme;
    private final Map<String, String> parameters;
    private final @Nullable String token68;

    private Challenge(String scheme, Map<String, String> parameters, @Nullable String token68) {
        this.scheme = scheme;
        this.parameters = Collections.unmodifiableMap(parameters);
        this.token68 = token68;
    }

    /**
     * A challenge with parameters, in the map's order; without any, the bare scheme.
     *
     * @throws IllegalArgumentException if a name is no token, names differ only in case, or a value can not be quoted
     */
    public static Challenge of(String scheme, Map<String, String> parameters) {
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (!HttpGrammar.isToken(name) || copy.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException("parameter names must be distinct tokens (RFC 9110 §11.2)");
            }
            if (!value.chars().allMatch(HttpGrammar::isQuotable)) {
                throw new IllegalArgumentException("value of " + name + " has a character that can not be quoted");
            }
        });
        return new Challenge(requireScheme(scheme), copy, null);
    }

    /**
     * A challenge with a token68, such as {@code Negotiate}'s.
     *
     * @throws IllegalArgumentException if the text is outside the grammar of RFC 9110 §11.2
     */
    public static Challenge ofToken68(String scheme, String token68) {
        if (!HttpGrammar.isToken68(token68)) {
            throw new IllegalArgumentException("token68 has characters that RFC 9110 §11.2 does not allow");
        }
        return new Challenge(requireScheme(scheme), new LinkedHashMap<>(), token68);
    }

    private static String requireScheme(String scheme) {
        if (!HttpGrammar.isToken(scheme)) {
            throw new IllegalArgumentException("scheme must be a token (RFC 9110 §11.1)");
        }
        return scheme;
    }

    /** Starts a {@code Bearer} challenge (RFC 6750 §3). */
    public static BearerChallengeBuilder bearer() {
        return new BearerChallengeBuilder();
    }

    /** The scheme as it was spelled. */
    public String scheme() {
        return scheme;
    }

    /** Whether this is the named scheme, regardless of case. */
    public boolean hasScheme(String name) {
        return scheme.equalsIgnoreCase(name);
    }

    /** The parameters in order, names in lower case, values unquoted. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** A parameter's unquoted value; the name in any case. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The token68, if the challenge has one in place of parameters. */
    public Optional<String> token68() {
        return Optional.ofNullable(token68);
    }

    /**
     * The text of a {@code WWW-Authenticate} field. Every value is a quoted string: several clients fail on tokens, and
     * {@code realm} and {@code scope} must be quoted anyway (RFC 9110 §11.5, RFC 6750 §3).
     */
    public String write() {
        if (token68 != null) {
            return scheme + " " + token68;
        }
        String list = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + HttpGrammar.quote(parameter.getValue()))
                .collect(Collectors.joining(", "));
        return list.isEmpty() ? scheme : scheme + " " + list;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Challenge that
                && hasScheme(that.scheme)
                && parameters.equals(that.parameters)
                && token68().equals(that.token68());
    }

    @Override
    public int hashCode() {
        return 31 * scheme.toLowerCase(Locale.ROOT).hashCode() + parameters.hashCode();
    }

    /** Scheme and parameter names only: a token68 may be a credential. */
    @Override
    public String toString() {
        return "Challenge[" + scheme + " " + parameters.keySet() + "]";
    }
}
