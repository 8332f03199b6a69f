package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.Secret;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.internal.Seal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Seals the properties of grants, and the keys to them under codes and tokens. A database alone opens neither, a credential
 * only those of its own grant. Thread-safe.
 */
public final class GrantSeals {
    private static final int KEY_BYTES = 32;
    private static final String MEMBER = "grant_key";

    private final SecureRandom random;
    private final Seal keys;
    private final Seal properties;

    /** Draws keys from this source. */
    public GrantSeals(SecureRandom random) {
        this.random = random;
        this.keys = new Seal("grant-key", random);
        this.properties = new Seal("grant-properties", random);
    }

    /** The key of a new grant with these properties; none where it has none. */
    public GrantKey keyFor(JsonObject values) {
        if (values.names().isEmpty()) {
            return GrantKey.NONE;
        }
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new GrantKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The payload of the credential's row, which now carries the key; as it was where there is none. */
    public OpaqueBytes carry(GrantKey key, Secret credential, String grantId, OpaqueBytes payload) {
        if (key.isNone()) {
            return payload;
        }
        byte[] text = key.value().getBytes(StandardCharsets.US_ASCII);
        OpaqueBytes sealed = keys.seal(credential.reveal(), grantId, text);
        JsonObject.Builder json =
                payload.size() == 0 ? JsonObject.builder() : JsonObject.parse(payload.toByteArray()).toBuilder();
        return OpaqueBytes.of(json.put(MEMBER, Base64.getUrlEncoder().encodeToString(sealed.toByteArray()))
                .build()
                .toBytes());
    }

    /**
     * The key that the row of a credential carries.
     *
     * @throws IllegalStateException if it does not open: the row was changed by somebody else
     */
    public GrantKey carried(Secret credential, String grantId, OpaqueBytes payload) {
        if (payload.size() == 0) {
            return GrantKey.NONE;
        }
        return JsonObject.parse(payload.toByteArray())
                .string(MEMBER)
                .map(text -> OpaqueBytes.of(Base64.getUrlDecoder().decode(text)))
                .map(bytes -> opened(keys.open(credential.reveal(), grantId, bytes)))
                .map(bytes -> new GrantKey(new String(bytes, StandardCharsets.US_ASCII)))
                .orElse(GrantKey.NONE);
    }

    /** What the store keeps of a grant's properties; nothing where there is no key. */
    public OpaqueBytes seal(GrantKey key, String grantId, JsonObject values) {
        return key.isNone() ? OpaqueBytes.empty() : properties.seal(key.value(), grantId, values.toBytes());
    }

    /**
     * The properties.
     *
     * @throws IllegalStateException if they do not open: the row was changed by somebody else
     */
    public JsonObject open(GrantKey key, String grantId, OpaqueBytes sealed) {
        return JsonObject.parse(opened(properties.open(key.value(), grantId, sealed)));
    }

    private static byte[] opened(Optional<byte[]> bytes) {
        return bytes.orElseThrow(() -> new IllegalStateException("a row of the store is not as it was written"));
    }
}
