package dev.mcpoauth.server.internal.jose;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;

/** A text for whoever holds a private key: JWE with ECDH-ES on P-256 and A256GCM (RFC 7516, RFC 7518 §4.6). */
public final class Envelope {
    private static final JWEHeader HEADER = new JWEHeader(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM);

    private Envelope() {}

    /** The two halves of a new key, as JWK texts. */
    public record Recipient(String publicKey, String privateKey) {
        /** Not the private half. */
        @Override
        public String toString() {
            return "Recipient[" + publicKey + "]";
        }
    }

    /** A new recipient. */
    public static Recipient generate() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).generate();
            return new Recipient(key.toPublicJWK().toJSONString(), key.toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** Closes an envelope that only the private half opens. */
    public static String seal(String publicKey, String text) {
        try {
            JWEObject envelope = new JWEObject(HEADER, new Payload(text));
            envelope.encrypt(new ECDHEncrypter(ECKey.parse(publicKey)));
            return envelope.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("a key of our own does not work", e);
        }
    }

    /**
     * Opens an envelope.
     *
     * @throws IllegalStateException if it is for another key, or not as it was closed
     */
    public static String open(String privateKey, String envelope) {
        try {
            JWEObject parsed = JWEObject.parse(envelope);
            parsed.decrypt(new ECDHDecrypter(ECKey.parse(privateKey)));
            return parsed.getPayload().toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("an envelope is not as it was closed", e);
        }
    }
}
