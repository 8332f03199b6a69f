package dev.mcpoauth.server.token;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.Actor;
import dev.mcpoauth.server.grant.AuthTime;
import dev.mcpoauth.server.grant.Confirmation;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.key.KeyRing;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Access tokens as signed claims (<a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068</a>). */
final class SignedTokens {
    private static final String TYPE = "at+jwt";
    private static final int ID_BYTES = 16;

    private final Issuer issuer;
    private final KeyRing keys;
    private final SecureRandom random;

    SignedTokens(Issuer issuer, KeyRing keys, SecureRandom random) {
        this.issuer = issuer;
        this.keys = keys;
        this.random = random;
    }

    /** The token for a resource that has an algorithm. */
    AccessToken issue(
            ResourceSettings resource,
            GrantRecord grant,
            GrantTerms terms,
            Optional<JwkThumbprint> key,
            Instant now,
            Instant end) {
        JsonObject claims = JsonObject.builder()
                .put("iss", issuer.value())
                .put("aud", resource.identifier().value())
                .put("sub", grant.subject())
                .put("client_id", grant.clientId())
                .put("scope", terms.scope().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", end.getEpochSecond())
                .put("jti", id())
                .put("auth_time", AuthTime.of(grant).map(Instant::getEpochSecond))
                .put("cnf", Confirmation.claim(key))
                .put("act", Actor.of(grant.payload()))
                .build();
        return AccessToken.parse(
                keys.signing(resource.jwtAlgorithm().orElseThrow(), now).sign(TYPE, claims));
    }

    private String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
