package dev.mcpoauth.server.internal.assertion;

import com.nimbusds.jose.JWSObject;
import dev.mcpoauth.core.json.JsonObject;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;

/**
 * A JWT in compact serialization with a signature (RFC 7515 §3.1, RFC 7519), taken apart and not yet verified. Nothing in its
 * header is trusted; only {@link PublicKeys#verify} says whether the claims are somebody's.
 */
public final class SignedAssertion {
    private static final int LONGEST = 16 * 1024;

    private final String compact;
    private final JsonObject header;
    private final JsonObject claims;

    private SignedAssertion(String compact, JsonObject header, JsonObject claims) {
        this.compact = compact;
        this.header = header;
        this.claims = claims;
    }

    /** The parts; empty if the text is longer than 16 KiB or not three parts of which two are JSON objects. */
    public static Optional<SignedAssertion> parse(String compact) {
        String[] parts = compact.split("\\.", -1);
        if (compact.length() > LONGEST || parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SignedAssertion(compact, object(parts[0]), object(parts[1])));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }

    private static JsonObject object(String part) {
        return JsonObject.parse(Base64.getUrlDecoder().decode(part));
    }

    /** The protected header, which anybody can write. */
    public JsonObject header() {
        return header;
    }

    /** The claims, which are anybody's until the signature is verified. */
    public JsonObject claims() {
        return claims;
    }

    /** For the verification; empty where the library can not read what we could, such as {@code alg} none. */
    Optional<JWSObject> jws() {
        try {
            return Optional.of(JWSObject.parse(compact));
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Not the text, which is a credential. */
    @Override
    public String toString() {
        return "SignedAssertion" + claims.names();
    }
}
