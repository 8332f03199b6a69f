package dev.mcpoauth.core.pkce;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/**
 * The secret that a client keeps between authorization and token request,
 * <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4.1">RFC 7636 §4.1</a>: 43 to 128 unreserved characters.
 *
 * <p>A server does not parse into this type: whether a received text is acceptable is for {@link PkcePolicy#verify}.
 */
public final class CodeVerifier {
    private static final int ENTROPY_BYTES = 32;

    private final String value;

    private CodeVerifier(String value) {
        this.value = value;
    }

    /**
     * A verifier kept earlier, for example in an attempt record.
     *
     * @throws IllegalArgumentException if the text is outside the grammar
     */
    public static CodeVerifier of(String value) {
        if (!VerifierGrammar.isStrict(Objects.requireNonNull(value, "value"))) {
            throw new IllegalArgumentException("code_verifier must be 43-128 unreserved characters (RFC 7636 §4.1)");
        }
        return new CodeVerifier(value);
    }

    /** A fresh verifier of 256 random bits as 43 characters, the construction that RFC 7636 §4.1 recommends. */
    public static CodeVerifier generate(SecureRandom random) {
        byte[] entropy = new byte[ENTROPY_BYTES];
        random.nextBytes(entropy);
        return new CodeVerifier(Base64.getUrlEncoder().withoutPadding().encodeToString(entropy));
    }

    /** The {@code S256} challenge of this verifier. */
    public CodeChallenge challenge() {
        return CodeChallenge.s256(Sha256.of(value), Set.of());
    }

    /** The secret text, to be sent to the token endpoint and nowhere else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeVerifier that && MessageDigest.isEqual(Sha256.of(value), Sha256.of(that.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "CodeVerifier[redacted]";
    }
}
