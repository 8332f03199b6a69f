package dev.mcpoauth.core.store;

import java.util.regex.Pattern;

/**
 * What kind of identifier is seen once; identifiers of different scopes never meet.
 *
 * @param name 1 to 32 lower case letters, digits and hyphens
 */
public record ReplayScope(String name) {
    /** {@code jti} of a client assertion (RFC 7523 §3). */
    public static final ReplayScope CLIENT_ASSERTION = new ReplayScope("client-assertion");
    /** {@code jti} of a DPoP proof (RFC 9449 §11.1). */
    public static final ReplayScope DPOP = new ReplayScope("dpop");
    /** {@code jti} of an identity assertion authorization grant. */
    public static final ReplayScope IDENTITY_ASSERTION = new ReplayScope("identity-assertion");

    /** Checks the grammar. */
    public ReplayScope {
        if (!Pattern.matches("[a-z0-9-]{1,32}", name)) {
            throw new IllegalArgumentException("a replay scope has 1 to 32 characters of a-z, 0-9 and '-'");
        }
    }
}
