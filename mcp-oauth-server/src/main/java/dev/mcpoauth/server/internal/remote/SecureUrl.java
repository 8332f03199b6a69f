package dev.mcpoauth.server.internal.remote;

import dev.mcpoauth.core.Issuer;
import java.net.URI;

/** Where an issuer may be asked: over https, or over http on a loopback host. */
public final class SecureUrl {
    private SecureUrl() {}

    /** Whether the URL is such a place. Its origin could be an issuer, which has the same rule. */
    public static boolean test(URI location) {
        if (location.getHost() == null || location.getRawFragment() != null) {
            return false;
        }
        try {
            String origin = location.getScheme() + "://" + location.getRawAuthority();
            return new Issuer(origin).value().equals(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
