package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Private keys in PEM (RFC 7468 §10). */
public final class Pem {
    private static final int LONGEST = 100_000;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {}

    /**
     * The one private key in the text; other blocks, such as certificates, are passed over.
     *
     * @throws IllegalArgumentException if there is not exactly one, or it is of another type; quotes nothing of the text
     */
    public static PrivateKey privateKey(String text, KeyType type) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("the PEM text is too long");
        }
        List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
        if (blocks.size() != 1) {
            throw new IllegalArgumentException("the PEM text must have one private key, and has " + blocks.size());
        }
        String label = blocks.get(0).group(1);
        if (!label.equals("PRIVATE KEY")) {
            throw new IllegalArgumentException("the PEM text has " + label
                    + " where PRIVATE KEY (PKCS #8) is due: convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        return pkcs8(blocks.get(0).group(2), type);
    }

    private static PrivateKey pkcs8(String base64, KeyType type) {
        try {
            byte[] octets = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance(Jca.keyName(type)).generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the PEM text has no " + type + " key", e);
        }
    }
}
