package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A JSON Web Token in compact serialization (RFC 7515 §7.1), taken apart and not verified. Both of its JSON texts are read
 * by our own reader, whose bounds on size, nesting and duplicate members hold before anybody trusts the token
 * (CVE-2025-53864).
 */
public final class CompactJws {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final JsonObject header;
    private final JsonObject claims;
    private final byte[] input;
    private final byte[] signature;

    private CompactJws(JsonObject header, JsonObject claims, byte[] input, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.input = input;
        this.signature = signature;
    }

    /** Takes a token apart; empty if it has another shape. */
    public static Optional<CompactJws> parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0 || token.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CompactJws(
                    JsonObject.parse(DECODER.decode(token.substring(0, first))),
                    JsonObject.parse(DECODER.decode(token.substring(first + 1, second))),
                    token.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                    DECODER.decode(token.substring(second + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A token with this header and these claims. */
    public static String sign(JsonObject header, JsonObject claims, JcaSigner signer) {
        String input = ENCODER.encodeToString(header.toBytes()) + "." + ENCODER.encodeToString(claims.toBytes());
        byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + ENCODER.encodeToString(signature);
    }

    /** The JOSE header (RFC 7515 §4). */
    public JsonObject header() {
        return header;
    }

    /** The claims (RFC 7519 §4), unverified. */
    public JsonObject claims() {
        return claims;
    }

    /** Whether the signature is the key's. */
    public boolean isSignedBy(JcaVerifier verifier) {
        return verifier.verify(input, signature);
    }
}
