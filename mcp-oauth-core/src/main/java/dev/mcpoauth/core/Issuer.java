package dev.mcpoauth.core;

import dev.mcpoauth.core.internal.Uris;
import java.net.URI;

/**
 * An authorization server's issuer identifier: a URL with the https scheme, without query and fragment (RFC 8414 §2).
 * Plain http is accepted for loopback hosts only. Compared and written character by character: it never gains or loses a
 * slash (RFC 8414 §3.3, RFC 9207 §2.4).
 *
 * @param value the identifier, byte for byte as it was given
 */
public record Issuer(String value) {

    public Issuer {
        URI uri = Uris.absolute(value, "issuer");
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("issuer has no query, fragment or user information (RFC 8414 §2)");
        }
        Uris.requireSecure(uri, "issuer");
    }

    /** The identifier as a URI. */
    public URI uri() {
        return URI.create(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
