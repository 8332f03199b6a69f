package dev.mcpoauth.server.internal.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JWK Sets (RFC 7517 §5). */
public final class JwkReading {
    /** Far more than anybody publishes; bounds what reading a set can cost. */
    private static final int MOST_KEYS = 100;

    private static final int MOST_RSA_BITS = 4096;
    private static final int MOST_EXPONENT_BITS = 32;

    private JwkReading() {}

    /**
     * The keys of a set that verify signatures. Keys of other kinds and uses, and broken ones, are left out, as RFC 7517 §5
     * asks for: one key that nobody here knows must not lock out the tokens of the others.
     *
     * @throws IllegalArgumentException if this is no JWK Set
     */
    public static List<PublicJwk> publicKeys(byte[] utf8) {
        return keys(utf8).stream()
                .map(JwkReading::publicKey)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The key pairs of a set. Unlike published keys they are the operator's own, so that one which can not be used is an
     * error.
     *
     * @throws IllegalArgumentException saying which key is wrong and how
     */
    public static List<PrivateJwk> keyPairs(byte[] utf8) {
        return keys(utf8).stream().map(JwkReading::keyPair).toList();
    }

    /**
     * The key of a header member {@code jwk} (RFC 7515 §4.1.3); empty if it is no public key for the algorithm, or an RSA key
     * so large that a stranger could keep us busy with it.
     */
    public static Optional<EmbeddedJwk> embedded(JsonObject json, SignatureAlgorithm algorithm) {
        try {
            JWK key = JWK.parse(json.toJson());
            PublicKey platformKey = toPublicKey(key);
            boolean fits = verifies(key) && allows(key, algorithm) && KeyFit.fits(platformKey, algorithm);
            return fits && !key.isPrivate() && isModest(platformKey)
                    ? Optional.of(
                            new EmbeddedJwk(key.computeThumbprint().toString(), JcaVerifier.of(algorithm, platformKey)))
                    : Optional.empty();
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException notUsable) {
            return Optional.empty();
        }
    }

    private static boolean isModest(PublicKey key) {
        return !(key instanceof RSAPublicKey rsa)
                || (rsa.getModulus().bitLength() <= MOST_RSA_BITS
                        && rsa.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS);
    }

    private static List<JsonObject> keys(byte[] utf8) {
        List<Object> keys = JsonObject.parse(utf8)
                .array("keys")
                .orElseThrow(() -> new IllegalArgumentException("a JWK Set has an array of keys (RFC 7517 §5)"));
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("a JWK Set of more than " + MOST_KEYS + " keys");
        }
        return keys.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static Optional<PublicJwk> publicKey(JsonObject json) {
        try {
            JWK key = JWK.parse(json.toJson());
            if (!verifies(key)) {
                return Optional.empty();
            }
            Map<SignatureAlgorithm, JcaVerifier> verifiers = verifiers(key, toPublicKey(key));
            return verifiers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PublicJwk(keyId(key).orElse(""), verifiers));
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException notUsable) {
            return Optional.empty();
        }
    }

    private static boolean verifies(JWK key) {
        boolean forSignatures = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean forVerifying =
                key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
        return forSignatures && forVerifying;
    }

    private static Map<SignatureAlgorithm, JcaVerifier> verifiers(JWK key, PublicKey platformKey) {
        Map<SignatureAlgorithm, JcaVerifier> verifiers = new EnumMap<>(SignatureAlgorithm.class);
        Arrays.stream(SignatureAlgorithm.values())
                .filter(algorithm -> allows(key, algorithm) && KeyFit.fits(platformKey, algorithm))
                .forEach(algorithm -> verifiers.put(algorithm, JcaVerifier.of(algorithm, platformKey)));
        return verifiers;
    }

    private static boolean allows(JWK key, SignatureAlgorithm algorithm) {
        return key.getAlgorithm() == null
                || SignatureAlgorithm.ofWireName(key.getAlgorithm().getName()).equals(Optional.of(algorithm));
    }

    private static PublicKey toPublicKey(JWK key) throws JOSEException, GeneralSecurityException {
        if (key instanceof ECKey curve) {
            return curve.toECPublicKey();
        }
        if (key instanceof RSAKey rsa) {
            return rsa.toRSAPublicKey();
        }
        return Ed25519.publicKey(ed25519(key).getDecodedX());
    }

    private static OctetKeyPair ed25519(JWK key) {
        if (key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
            return pair;
        }
        throw new IllegalArgumentException("only EC, RSA and Ed25519 keys sign tokens");
    }

    private static PrivateJwk keyPair(JsonObject json) {
        String name = json.string("kid").orElse("without kid");
        try {
            JWK key = JWK.parse(json.toJson());
            if (!key.isPrivate()) {
                throw new IllegalArgumentException("it has no private part");
            }
            SignatureAlgorithm algorithm = algorithm(
                    key.getAlgorithm() == null ? null : key.getAlgorithm().getName());
            return new PrivateJwk(
                    keyId(key),
                    algorithm,
                    toKeyPair(key),
                    Optional.ofNullable(key.getNotBeforeTime()).map(Date::toInstant));
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            // Neither the text nor the cause: a parser may quote the key.
            throw new IllegalArgumentException("key " + name + " of the JWK Set can not be used: " + reason(e));
        }
    }

    private static SignatureAlgorithm algorithm(@Nullable String name) {
        return Optional.ofNullable(name)
                .flatMap(SignatureAlgorithm::ofWireName)
                .orElseThrow(() -> new IllegalArgumentException("its member alg must name a signature algorithm"));
    }

    private static KeyPair toKeyPair(JWK key) throws JOSEException, GeneralSecurityException {
        if (key instanceof ECKey curve) {
            return curve.toKeyPair();
        }
        if (key instanceof RSAKey rsa) {
            return rsa.toKeyPair();
        }
        OctetKeyPair pair = ed25519(key);
        return new KeyPair(Ed25519.publicKey(pair.getDecodedX()), Ed25519.privateKey(pair.getDecodedD()));
    }

    private static Optional<String> keyId(JWK key) {
        return Optional.ofNullable(key.getKeyID());
    }

    private static String reason(Exception e) {
        return e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : "it is not a valid key";
    }
}
