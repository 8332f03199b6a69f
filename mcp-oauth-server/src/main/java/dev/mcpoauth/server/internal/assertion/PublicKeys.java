package dev.mcpoauth.server.internal.assertion;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import dev.mcpoauth.core.json.JsonObject;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The public keys of a JWK Set (RFC 7517 §5) that can verify a signature. Immutable. */
public final class PublicKeys {
    private static final int MOST = 50;

    private final List<JWK> keys;

    private PublicKeys(List<JWK> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys of a set. Those of an unknown kind, for encryption or too weak are left out (RFC 7517 §5).
     *
     * @throws IllegalArgumentException saying what is wrong, if it is no JWK Set, has more than {@value #MOST} keys, or
     *     holds a private or symmetric key
     */
    public static PublicKeys parse(JsonObject jwks) {
        List<Object> elements =
                jwks.array("keys").orElseThrow(() -> new IllegalArgumentException("a key set has an array of keys"));
        if (elements.size() > MOST) {
            throw new IllegalArgumentException("a key set has at most " + MOST + " keys");
        }
        List<JWK> usable = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof JsonObject key)) {
                throw new IllegalArgumentException("each key of a key set is an object");
            }
            read(key).ifPresent(usable::add);
        }
        return new PublicKeys(usable);
    }

    private static Optional<JWK> read(JsonObject key) {
        if (key.has("d") || key.has("k")) {
            throw new IllegalArgumentException("a key set holds public keys only");
        }
        try {
            JWK parsed = JWK.parse(key.toJson());
            boolean signs = parsed.getKeyUse() == null || parsed.getKeyUse().equals(KeyUse.SIGNATURE);
            return signs && SignatureAlgorithm.anyTakes(parsed) ? Optional.of(parsed) : Optional.empty();
        } catch (ParseException | IllegalArgumentException unknownKind) {
            return Optional.empty();
        }
    }

    /** Whether there is no usable key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether a key is one that the assertion may be signed with, by its {@code kid} or, without one, by its kind. */
    public boolean haveKeyFor(SignedAssertion assertion, SignatureAlgorithm algorithm) {
        return !candidates(assertion, algorithm).isEmpty();
    }

    /** Whether one of these keys made the signature. */
    public boolean verify(SignedAssertion assertion, SignatureAlgorithm algorithm) {
        Optional<JWSObject> jws = assertion.jws();
        return jws.isPresent()
                && jws.get().getHeader().getAlgorithm().getName().equals(algorithm.wireName())
                && candidates(assertion, algorithm).stream().anyMatch(key -> algorithm.verify(key, jws.get()));
    }

    private List<JWK> candidates(SignedAssertion assertion, SignatureAlgorithm algorithm) {
        Optional<String> kid = assertion.header().string("kid");
        return keys.stream()
                .filter(algorithm::takes)
                .filter(key -> kid.isEmpty() || kid.get().equals(key.getKeyID()))
                .toList();
    }

    @Override
    public String toString() {
        return "PublicKeys[" + keys.size() + "]";
    }
}
