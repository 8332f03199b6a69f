package dev.mcpoauth.server.client;

import dev.mcpoauth.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Whether a certificate is one that the client registered, in {@code x5c} of a key (RFC 8705 §2.2). */
final class CertificateRule {
    private CertificateRule() {}

    static boolean isOf(RegisteredClient client, X509Certificate presented, Instant now) {
        byte[] der = encoded(presented);
        boolean current = !now.isBefore(presented.getNotBefore().toInstant())
                && !now.isAfter(presented.getNotAfter().toInstant());
        return current
                && registered(client).map(Base64.getDecoder()::decode).anyMatch(one -> MessageDigest.isEqual(one, der));
    }

    private static Stream<String> registered(RegisteredClient client) {
        return client.metadata().object("jwks").flatMap(jwks -> jwks.array("keys")).orElse(List.of()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .flatMap(key -> key.strings("x5c").orElse(List.of()).stream().limit(1));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was received can be encoded", e);
        }
    }
}
