package dev.mcpoauth.server.device;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.internal.Seal;
import dev.mcpoauth.server.internal.jose.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * How the key to a grant's properties gets to a device. Who approves knows the user code only, which is too short to seal
 * anything under; so the request carries a public key, and the private one sealed under the device code.
 *
 * @param address the public key
 * @param opener the private key, sealed
 */
public record Mailbox(String address, String opener) {
    private static final String PURPOSE = "device-mailbox";

    static Mailbox open(AuthorizationCode deviceCode, SecureRandom random) {
        Envelope.Recipient recipient = Envelope.generate();
        byte[] key = recipient.privateKey().getBytes(StandardCharsets.US_ASCII);
        OpaqueBytes sealed = new Seal(PURPOSE, random).seal(deviceCode.reveal(), "", key);
        return new Mailbox(recipient.publicKey(), Base64.getUrlEncoder().encodeToString(sealed.toByteArray()));
    }

    /** As a member of a larger document. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("address", address)
                .put("opener", opener)
                .build();
    }

    /** Reads what {@link #toJson} made. */
    public static Mailbox of(JsonObject json) {
        return new Mailbox(
                json.string("address").orElseThrow(), json.string("opener").orElseThrow());
    }

    /** The payload of the row of a device code, which only the code opens. */
    public OpaqueBytes post(GrantKey key) {
        if (key.isNone()) {
            return OpaqueBytes.empty();
        }
        return OpaqueBytes.of(JsonObject.builder()
                .put("letter", Envelope.seal(address, key.value()))
                .put("opener", opener)
                .build()
                .toBytes());
    }

    /**
     * What was posted.
     *
     * @throws IllegalStateException if the row was changed by somebody else
     */
    public static GrantKey fetch(AuthorizationCode deviceCode, OpaqueBytes payload, SecureRandom random) {
        if (payload.size() == 0) {
            return GrantKey.NONE;
        }
        JsonObject json = JsonObject.parse(payload.toByteArray());
        OpaqueBytes sealed = OpaqueBytes.of(
                Base64.getUrlDecoder().decode(json.string("opener").orElseThrow()));
        Optional<byte[]> key = new Seal(PURPOSE, random).open(deviceCode.reveal(), "", sealed);
        String opener = new String(
                key.orElseThrow(() -> new IllegalStateException("a row of the store is not as it was written")),
                StandardCharsets.US_ASCII);
        return new GrantKey(Envelope.open(opener, json.string("letter").orElseThrow()));
    }
}
