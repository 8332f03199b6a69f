package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;

/**
 * The public part of a private key. A PKCS #8 file need not contain it, and people have only that file. The JDK multiplies
 * points on a curve in constant time, but only as part of larger operations; so these are used.
 */
public final class PublicParts {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private PublicParts() {}

    /**
     * The public part.
     *
     * @throws IllegalArgumentException if the key does not give it away, as one in a hardware module
     */
    public static PublicKey of(PrivateKey key, SignatureAlgorithm algorithm) {
        try {
            return switch (algorithm.keyType()) {
                case RSA -> rsa((RSAPrivateCrtKey) key);
                case EC -> ec((ECPrivateKey) key, algorithm);
                case OKP -> ed25519(key);
            };
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("the public part can not be found from the private key", e);
        }
    }

    private static PublicKey rsa(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    /** Key agreement with the generator G in place of a peer's key yields the x coordinate of the public point d·G. */
    private static PublicKey ec(ECPrivateKey key, SignatureAlgorithm algorithm) throws GeneralSecurityException {
        ECParameterSpec curve = key.getParams();
        KeyAgreement multiplication = KeyAgreement.getInstance("ECDH");
        multiplication.init(key);
        multiplication.doPhase(publicKey(curve.getGenerator(), curve), true);
        BigInteger x = new BigInteger(1, multiplication.generateSecret());
        byte[] signature = JcaSigner.of(algorithm, key).sign(PROBE);
        for (BigInteger y : ordinates(x, curve.getCurve())) {
            PublicKey candidate = publicKey(new ECPoint(x, y), curve);
            if (JcaVerifier.of(algorithm, candidate).verify(PROBE, signature)) {
                return candidate;
            }
        }
        throw new GeneralSecurityException("no point of the curve fits the key");
    }

    private static PublicKey publicKey(ECPoint point, ECParameterSpec curve) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }

    /** Both roots of x³ + ax + b; the primes of RFC 7518's curves are 3 modulo 4. */
    private static List<BigInteger> ordinates(BigInteger x, EllipticCurve curve) {
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger square = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        BigInteger root = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        return List.of(root, p.subtract(root));
    }

    /** A generator that gets the key's octets for its random ones makes the same pair (RFC 8032 §5.1.5). */
    private static PublicKey ed25519(PrivateKey key) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(255, new Fixed(Ed25519.octets(key)));
        return generator.generateKeyPair().getPublic();
    }

    /** Not random at all. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] octets;

        Fixed(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(octets, 0, bytes, 0, bytes.length);
        }
    }
}
