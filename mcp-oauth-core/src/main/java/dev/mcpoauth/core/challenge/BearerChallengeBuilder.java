package dev.mcpoauth.core.challenge;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.Scope;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Builds the {@code Bearer} challenge of a protected resource
 * (<a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 §3</a>,
 * <a href="https://www.rfc-editor.org/rfc/rfc9728#section-5.1">RFC 9728 §5.1</a>). Without an error it is the answer to a
 * request that had no token (RFC 6750 §3.1). Not thread-safe.
 */
public final class BearerChallengeBuilder {
    private static final Pattern DESCRIPTION = Pattern.compile("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    private final Map<String, String> parameters = new LinkedHashMap<>();

    BearerChallengeBuilder() {}

    /** The scope of protection (RFC 9110 §11.5). */
    public BearerChallengeBuilder realm(String realm) {
        parameters.put("realm", realm);
        return this;
    }

    /** What was wrong with the token: {@code invalid_token}, {@code insufficient_scope} or {@code invalid_request}. */
    public BearerChallengeBuilder error(OAuthError error) {
        parameters.put("error", error.code());
        return this;
    }

    /**
     * A safe text for the client's developer.
     *
     * @throws IllegalArgumentException if it has other than printable ASCII, or a quote or backslash (RFC 6750 §3)
     */
    public BearerChallengeBuilder errorDescription(String description) {
        if (!DESCRIPTION.matcher(description).matches()) {
            throw new IllegalArgumentException(
                    "error_description must be printable ASCII without quote and backslash (RFC 6750 §3)");
        }
        parameters.put("error_description", description);
        return this;
    }

    /** The complete scope that the request needs; an empty scope is left out. */
    public BearerChallengeBuilder scope(Scope scope) {
        if (scope.isEmpty()) {
            parameters.remove("scope");
        } else {
            parameters.put("scope", scope.toString());
        }
        return this;
    }

    /** Where the protected resource's metadata is (RFC 9728 §5.1). */
    public BearerChallengeBuilder resourceMetadata(URI location) {
        parameters.put("resource_metadata", location.toASCIIString());
        return this;
    }

    /**
     * The finished challenge.
     *
     * @throws IllegalArgumentException if a value can not be quoted
     */
    public Challenge build() {
        return Challenge.of("Bearer", parameters);
    }
}
