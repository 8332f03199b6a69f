package dev.mcpoauth.server.resource.internal;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import java.util.Optional;
import java.util.Set;

/** The key that a token is bound to by its claim {@code cnf} (RFC 7800 §3.1, RFC 9449 §6.1, §6.2). */
public final class BoundKey {
    private static final String CLAIM = "cnf";
    private static final String MEMBER = "jkt";

    private BoundKey() {}

    /** The key, if the claim names one by its thumbprint and nothing beside. */
    public static Optional<JwkThumbprint> of(JsonObject claims) {
        return claims.object(CLAIM)
                .filter(cnf -> Set.of(MEMBER).containsAll(cnf.names()))
                .flatMap(cnf -> cnf.string(MEMBER))
                .flatMap(JwkThumbprint::parse);
    }

    /** Whether there is such a claim that says anything else, as of a certificate. */
    public static boolean isUnknown(JsonObject claims) {
        return claims.names().contains(CLAIM) && of(claims).isEmpty();
    }
}
