package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.Optional;
import java.util.Set;

/**
 * What may be exchanged for what (<a href="https://www.rfc-editor.org/rfc/rfc8693#section-3">RFC 8693 §3</a>): access tokens
 * for access tokens, of which some are JWTs.
 */
final class TokenTypes {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final Set<String> KNOWN = Set.of(ACCESS_TOKEN, JWT);

    private TokenTypes() {}

    /** Refuses a subject token that is said to be something else than it could be. */
    static void requireSubject(String type, String token) {
        if (!KNOWN.contains(type)
                || (type.equals(JWT) && CompactJws.parse(token).isEmpty())) {
            throw refuse(
                    ServerReasons.EXCHANGE_SUBJECT_TYPE,
                    "subject_token_type must be that of an access token of this server",
                    type);
        }
    }

    /** The {@code issued_token_type}: an access token, called a JWT if it is one and was asked for as such. */
    static String issued(Optional<String> requested, ResourceSettings target) {
        String type = requested.orElse(ACCESS_TOKEN);
        if (!KNOWN.contains(type) || (type.equals(JWT) && target.jwtAlgorithm().isEmpty())) {
            throw refuse(
                    ServerReasons.EXCHANGE_REQUESTED_TYPE,
                    "requested_token_type must be that of an access token, as the resource takes it",
                    type);
        }
        return type;
    }

    private static OAuthException refuse(Reason reason, String description, String type) {
        return INVALID_REQUEST.because(reason, description).with("token_type", type);
    }
}
