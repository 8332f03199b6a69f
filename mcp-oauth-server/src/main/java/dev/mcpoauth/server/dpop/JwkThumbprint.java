package dev.mcpoauth.server.dpop;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 thumbprint of a public key (<a href="https://www.rfc-editor.org/rfc/rfc7638">RFC 7638</a>), by which tokens name
 * the key they are bound to ({@code jkt}, RFC 9449 §6.1). Immutable. Equality takes constant time.
 */
public final class JwkThumbprint {
    /** 32 octets in base64url; the last character carries four bits, so that each thumbprint has one text. */
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

    private final byte[] digest;

    private JwkThumbprint(byte[] digest) {
        this.digest = digest;
    }

    /** Reads a text such as {@code dpop_jkt}; empty if it is no thumbprint with SHA-256. */
    public static Optional<JwkThumbprint> parse(String text) {
        return GRAMMAR.matcher(text).matches()
                ? Optional.of(new JwkThumbprint(Base64.getUrlDecoder().decode(text)))
                : Optional.empty();
    }

    /** The 43 characters of base64url. */
    public String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JwkThumbprint that && MessageDigest.isEqual(digest, that.digest);
    }

    /** The first four octets, which are uniform already. */
    @Override
    public int hashCode() {
        return digest[0] << 24 | (digest[1] & 0xff) << 16 | (digest[2] & 0xff) << 8 | (digest[3] & 0xff);
    }

    /** A thumbprint names a key and is no secret. */
    @Override
    public String toString() {
        return encoded();
    }
}
