package dev.mcpoauth.core.pkce;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A challenge as the authorization server keeps it: the SHA-256 digest that the verifier must have, however the client
 * spelled it (<a href="https://www.rfc-editor.org/rfc/rfc7636#section-4.2">RFC 7636 §4.2</a>).
 *
 * <p>A {@code plain} challenge is hashed on arrival, so that a store never holds a verifier and both methods are
 * compared alike. Immutable.
 */
public final class CodeChallenge {
    private static final String FIELD = ".";
    private static final String LIST = "+";

    private final byte[] digest;
    private final ChallengeMethod method;
    private final Set<PkceTolerance> deviations;

    private CodeChallenge(byte[] digest, ChallengeMethod method, Collection<PkceTolerance> deviations) {
        this.digest = digest.clone();
        this.method = method;
        EnumSet<PkceTolerance> copy = EnumSet.noneOf(PkceTolerance.class);
        copy.addAll(deviations);
        this.deviations = Collections.unmodifiableSet(copy);
    }

    static CodeChallenge s256(byte[] digest, Set<PkceTolerance> deviations) {
        return new CodeChallenge(digest, ChallengeMethod.S256, deviations);
    }

    static CodeChallenge plain(String verifier, Set<PkceTolerance> deviations) {
        return new CodeChallenge(Sha256.of(verifier), ChallengeMethod.PLAIN, deviations);
    }

    /** The method under which the challenge was accepted. */
    public ChallengeMethod method() {
        return method;
    }

    /** The tolerances that accepting this challenge took; empty for one that follows the RFC. */
    public Set<PkceTolerance> deviations() {
        return deviations;
    }

    /** The digest in base64url without padding: for {@code S256}, the {@code code_challenge} to send. */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    /** The short text for a store, read back by {@link #parse}; at most 100 ASCII characters. */
    public String write() {
        String codes = deviations.stream().map(PkceTolerance::code).collect(Collectors.joining(LIST));
        return String.join(FIELD, method.wireName(), base64Url(), codes);
    }

    /**
     * Reads what {@link #write} wrote. This is not the parser for a request: see {@link PkcePolicy#authorize}.
     *
     * @throws IllegalArgumentException if the text was not written by {@link #write}
     */
    public static CodeChallenge parse(String stored) {
        String[] fields = stored.split("\\.", -1);
        if (fields.length != 3) {
            throw corrupt();
        }
        byte[] digest = DigestText.base64Url(fields[1]).orElseThrow(CodeChallenge::corrupt);
        return new CodeChallenge(digest, method(fields[0]), codes(fields[2]));
    }

    private static ChallengeMethod method(String name) {
        return Arrays.stream(ChallengeMethod.values())
                .filter(method -> method.wireName().equals(name))
                .findFirst()
                .orElseThrow(CodeChallenge::corrupt);
    }

    private static Set<PkceTolerance> codes(String text) {
        Set<PkceTolerance> codes = EnumSet.noneOf(PkceTolerance.class);
        if (!text.isEmpty()) {
            for (String code : text.split("\\" + LIST, -1)) {
                codes.add(PkceTolerance.ofCode(code).orElseThrow(CodeChallenge::corrupt));
            }
        }
        return codes;
    }

    private static IllegalArgumentException corrupt() {
        return new IllegalArgumentException(
                "stored code challenge: expected METHOD.DIGEST.CODES as written by write()");
    }

    /** Constant-time comparison with the digest of a verifier. */
    boolean hasDigest(byte[] candidate) {
        return MessageDigest.isEqual(digest, candidate);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeChallenge that
                && hasDigest(that.digest)
                && method == that.method
                && deviations.equals(that.deviations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(digest), method, deviations);
    }

    /** Names method and deviations, not the digest. */
    @Override
    public String toString() {
        return "CodeChallenge[" + method.wireName() + ", deviations=" + deviations + "]";
    }
}
