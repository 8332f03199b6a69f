package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import java.security.Principal;
import java.time.Instant;

/**
 * Who calls, as an access token that was just verified says. The application finds it as the request's principal.
 *
 * @param issuer the authorization server that vouches for the caller
 * @param subject the resource owner, or the client itself where no person is involved; unique per issuer only
 * @param clientId the client that acts
 * @param scope what the token permits
 * @param expiresAt when the token ends
 * @param claims everything that a signed token or an introspection response says, verified; without members where the token
 *     is opaque and of this process
 * @param properties what the sign-in left for the application; {@link GrantProperties#NONE} where it left nothing
 */
public record AuthenticatedCaller(
        Issuer issuer,
        String subject,
        String clientId,
        Scope scope,
        Instant expiresAt,
        JsonObject claims,
        GrantProperties properties)
        implements Principal {

    /** A caller of whom nothing more is known. */
    public AuthenticatedCaller(Issuer issuer, String subject, String clientId, Scope scope, Instant expiresAt) {
        this(issuer, subject, clientId, scope, expiresAt, JsonObject.EMPTY);
    }

    /** A caller with claims, whose grant is elsewhere. */
    public AuthenticatedCaller(
            Issuer issuer, String subject, String clientId, Scope scope, Instant expiresAt, JsonObject claims) {
        this(issuer, subject, clientId, scope, expiresAt, claims, GrantProperties.NONE);
    }

    /** The subject. */
    @Override
    public String getName() {
        return subject;
    }

    /**
     * Identifies the caller across token refresh: issuer, subject and client, never bytes of a token, which change. Each
     * part carries its length, so that no two callers share a key whatever characters they chose.
     */
    public String key() {
        String by = issuer.value();
        // One concatenation, as this is asked for with each request.
        return by.length() + ":" + by + subject.length() + ":" + subject + clientId.length() + ":" + clientId;
    }
}
