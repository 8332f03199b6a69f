package dev.mcpoauth.server.internal.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 keys between their 32 octets (RFC 8037 §2) and the platform's objects, by their encodings (RFC 8410 §4, §7). */
final class Ed25519 {
    private static final int BYTES = 32;
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519() {}

    static PublicKey publicKey(byte[] octets) throws GeneralSecurityException {
        return factory().generatePublic(new X509EncodedKeySpec(join(PUBLIC_PREFIX, octets)));
    }

    static PrivateKey privateKey(byte[] octets) throws GeneralSecurityException {
        return factory().generatePrivate(new PKCS8EncodedKeySpec(join(PRIVATE_PREFIX, octets)));
    }

    /** The octets of a public key of any provider. */
    static byte[] octets(PublicKey key) {
        return last32(key.getEncoded(), PUBLIC_PREFIX);
    }

    /** The octets of a private key that its provider gives out, without attributes. */
    static byte[] octets(PrivateKey key) {
        return last32(key.getEncoded(), PRIVATE_PREFIX);
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519");
    }

    private static byte[] join(byte[] prefix, byte[] octets) {
        if (octets.length != BYTES) {
            throw new IllegalArgumentException("an Ed25519 key has 32 octets");
        }
        byte[] joined = Arrays.copyOf(prefix, prefix.length + BYTES);
        System.arraycopy(octets, 0, joined, prefix.length, BYTES);
        return joined;
    }

    private static byte[] last32(byte[] encoded, byte[] prefix) {
        if (encoded == null
                || encoded.length != prefix.length + BYTES
                || Arrays.mismatch(encoded, 0, prefix.length, prefix, 0, prefix.length) >= 0) {
            throw new IllegalArgumentException("not an Ed25519 key in its plain encoding");
        }
        return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
    }
}
