package dev.mcpoauth.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA-256 of the UTF-8 text under a pepper that is not in the database. */
final class HmacSha256 implements TokenHasher {
    private final SecretKey pepper;

    HmacSha256(SecretKey pepper) {
        this.pepper = pepper;
    }

    @Override
    public TokenHash hash(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return TokenHash.of(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
