package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.RefreshToken;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A successful answer of the token endpoint
 * (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1">RFC 6749 §5.1</a>). Immutable; {@code toString} shows no
 * token.
 *
 * <p>{@code expires_in} is read as a number or, from servers that quote it, a string of digits, and always written as a
 * number, as several clients accept nothing else.
 */
public final class TokenResponse extends JsonView {
    private static final BigDecimal LONGEST =
            BigDecimal.valueOf(Duration.ofDays(36_500).toSeconds());

    private TokenResponse(JsonObject json) {
        super(json);
        new DocumentCheck(json)
                .required("access_token")
                .text("access_token", AccessToken::parse)
                .required("token_type")
                .strings("token_type", "id_token", "issued_token_type")
                .text("refresh_token", RefreshToken::parse)
                .text("scope", TokenResponse::requireScope)
                .when(json.has("expires_in") && seconds(json).isEmpty(), "expires_in", "is no number of seconds")
                .done("token response");
    }

    private static void requireScope(String text) {
        if (Scope.parse(text).isEmpty()) {
            throw new IllegalArgumentException("outside the grammar of RFC 6749 §3.3");
        }
    }

    /**
     * Reads a response of at most 1 MiB. An empty {@code refresh_token} counts as absent.
     *
     * @throws InvalidDocumentException if it is not such a response
     */
    public static TokenResponse parse(byte[] utf8) {
        JsonObject json = DocumentCheck.parse(utf8);
        boolean emptyRefresh =
                json.string("refresh_token").filter(String::isEmpty).isPresent();
        JsonObject.Builder normal = emptyRefresh ? json.toBuilder().remove("refresh_token") : json.toBuilder();
        seconds(json).ifPresent(seconds -> normal.put("expires_in", seconds));
        return new TokenResponse(normal.build());
    }

    /** Reads a response; see {@link #parse(byte[])}. */
    public static TokenResponse parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a {@code Bearer} response with this token. */
    public static Builder bearer(AccessToken token) {
        return new Builder(token, "Bearer");
    }

    /** Starts a response with this token and type, such as {@code DPoP} (RFC 9449 §5). */
    public static Builder builder(AccessToken token, String tokenType) {
        return new Builder(token, tokenType);
    }

    /** Whole seconds from 0 to a hundred years; more is read as that. */
    private static Optional<Long> seconds(JsonObject json) {
        return json.value("expires_in")
                .flatMap(TokenResponse::number)
                .filter(number -> number.signum() >= 0)
                .map(number -> number.min(LONGEST).longValue());
    }

    private static Optional<BigDecimal> number(Object value) {
        if (value instanceof String text && text.matches("[0-9]{1,18}")) {
            return Optional.of(new BigDecimal(text));
        }
        if (value instanceof Long number) {
            return Optional.of(BigDecimal.valueOf(number));
        }
        if (value instanceof BigInteger number) {
            return Optional.of(new BigDecimal(number));
        }
        return value instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    public AccessToken accessToken() {
        return AccessToken.parse(json.string("access_token").orElseThrow());
    }

    /** The type as spelled, to be compared regardless of case (RFC 6749 §5.1). */
    public String tokenType() {
        return json.string("token_type").orElseThrow();
    }

    /** The lifetime from the moment of the response; empty if the server does not tell. */
    public Optional<Duration> expiresIn() {
        return seconds(json).map(Duration::ofSeconds);
    }

    public Optional<RefreshToken> refreshToken() {
        return json.string("refresh_token").map(RefreshToken::parse);
    }

    /** The scope granted; empty if it is the one that was asked for. */
    public Optional<Scope> scope() {
        return json.string("scope").flatMap(Scope::parse);
    }

    /** Collects the members. Not thread-safe. */
    public static final class Builder {
        private final JsonObject.Builder json = JsonObject.builder();

        private Builder(AccessToken token, String tokenType) {
            json.put("access_token", token.reveal()).put("token_type", tokenType);
        }

        /** The lifetime, cut to whole seconds. */
        public Builder expiresIn(Duration lifetime) {
            return member("expires_in", lifetime.toSeconds());
        }

        public Builder refreshToken(RefreshToken token) {
            return member("refresh_token", token.reveal());
        }

        public Builder scope(Scope scope) {
            return member("scope", scope.toString());
        }

        /** Sets any other member; see {@link JsonObject.Builder#put} for the values that it takes. */
        public Builder member(String name, Object value) {
            json.put(name, value);
            return this;
        }

        /**
         * The finished response.
         *
         * @throws InvalidDocumentException if a member breaks its rule
         */
        public TokenResponse build() {
            return new TokenResponse(json.build());
        }
    }
}
