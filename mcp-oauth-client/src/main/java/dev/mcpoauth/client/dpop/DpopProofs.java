package dev.mcpoauth.client.dpop;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Makes proofs (RFC 9449 §4.2), each for one request. Thread-safe. */
public final class DpopProofs {
    private final DpopKey key;
    private final DpopNonces nonces;
    private final Clock clock;

    public DpopProofs(DpopKey key, DpopNonces nonces, Clock clock) {
        this.key = key;
        this.nonces = nonces;
        this.clock = clock;
    }

    /** The key that the proofs prove. */
    public DpopKey key() {
        return key;
    }

    /** Remembers the nonce of a {@code DPoP-Nonce} header field. */
    public void learn(URI uri, String nonce) {
        nonces.learn(uri, nonce);
    }

    /** The proof for a request to the token endpoint. */
    public String forToken(String method, URI uri) {
        return sign(uri, claims(method, uri));
    }

    /** The proof for a request that presents an access token. */
    public String forResource(String method, URI uri, AccessToken token) {
        return sign(uri, claims(method, uri).put("ath", hash(token)));
    }

    private JsonObject.Builder claims(String method, URI uri) {
        return JsonObject.builder()
                .put("jti", UUID.randomUUID().toString())
                .put("htm", method)
                .put("htu", withoutQuery(uri))
                .put("iat", clock.instant().getEpochSecond());
    }

    private String sign(URI uri, JsonObject.Builder claims) {
        JsonObject header = JsonObject.builder()
                .put("typ", "dpop+jwt")
                .put("jwk", key.publicJwk())
                .build();
        return key.sign(header, claims.put("nonce", nonces.of(uri)).build());
    }

    /** The nonce inside a proof that was sent, to see whether a server asks for one it was already given. */
    public static Optional<String> nonceOf(String proof) {
        String[] parts = proof.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return JsonObject.parse(Base64.getUrlDecoder().decode(parts[1])).string("nonce");
    }

    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
        return text.substring(0, end);
    }

    private static String hash(AccessToken token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(token.reveal().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
