package dev.mcpoauth.core.secret;

/**
 * A text whose possession grants access. {@code toString} is redacted, equality takes constant time, and {@link
 * #reveal()} is the only way to the text, so that a search for it finds every place where a secret leaves the type.
 *
 * <p>Immutable and safe for concurrent use.
 */
public sealed interface Secret permits AccessToken, RefreshToken, AuthorizationCode, ClientSecret {

    /** The text itself, for the wire and nothing else. */
    String reveal();

    /** The plain SHA-256 hash, under which this secret is kept at rest. */
    default TokenHash hash() {
        return hash(TokenHasher.sha256());
    }

    /** The hash under which this secret is kept at rest by a deployment that chose {@code hasher}. */
    default TokenHash hash(TokenHasher hasher) {
        return hasher.hash(reveal());
    }
}
