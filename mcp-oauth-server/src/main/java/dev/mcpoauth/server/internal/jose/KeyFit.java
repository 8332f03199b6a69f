package dev.mcpoauth.server.internal.jose;

import com.nimbusds.jose.jwk.Curve;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;

/** Which keys an algorithm takes: the curve that RFC 7518 §3.4 names, RSA from 2048 bits (§3.3). */
public final class KeyFit {
    private static final int LEAST_RSA_BITS = 2048;

    private KeyFit() {}

    /** Whether the algorithm takes the key. */
    public static boolean fits(Key key, SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> isOn(Curve.P_256, key);
            case ES384 -> isOn(Curve.P_384, key);
            case ES512 -> isOn(Curve.P_521, key);
            case EDDSA -> isEd25519(key);
            case RS256, RS384, RS512, PS256, PS384, PS512 ->
                key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
        };
    }

    private static boolean isOn(Curve curve, Key key) {
        return key instanceof ECKey ec && curve.equals(Curve.forECParameterSpec(ec.getParams()));
    }

    private static boolean isEd25519(Key key) {
        return key instanceof EdECKey ed
                ? ed.getParams().getName().equalsIgnoreCase(NamedParameterSpec.ED25519.getName())
                : key.getAlgorithm().equalsIgnoreCase("Ed25519");
    }
}
