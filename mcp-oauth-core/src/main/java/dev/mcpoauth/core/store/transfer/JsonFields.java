package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Our types as members of a JSON object. */
final class JsonFields {
    private final JsonObject.Builder json = JsonObject.builder();

    JsonFields put(String name, Object value) {
        if (value instanceof Instant instant) {
            json.put(name, instant.toEpochMilli());
        } else if (value instanceof OpaqueBytes bytes) {
            json.put(name, Base64.getEncoder().encodeToString(bytes.toByteArray()));
        } else {
            json.put(name, value);
        }
        return this;
    }

    JsonFields token(TokenHash hash, String grantId, String clientId) {
        return put("hash", hash.encoded()).put("grant_id", grantId).put("client_id", clientId);
    }

    JsonFields life(Instant createdAt, Instant expiresAt, OpaqueBytes payload) {
        return put("created_at", createdAt).put("expires_at", expiresAt).put("payload", payload);
    }

    JsonObject build() {
        return json.build();
    }

    /** Reads them back; what is not there or of another type is an {@link IllegalArgumentException}. */
    static final class Reader {
        private final JsonObject json;

        Reader(JsonObject json) {
            this.json = json;
        }

        Optional<String> optional(String name) {
            return json.string(name);
        }

        String text(String name) {
            return json.string(name).orElseThrow(() -> missing(name));
        }

        long number(String name) {
            return json.integer(name).orElseThrow(() -> missing(name));
        }

        int count(String name) {
            return Math.toIntExact(number(name));
        }

        boolean truth(String name) {
            return json.bool(name).orElseThrow(() -> missing(name));
        }

        Instant instant(String name) {
            return Instant.ofEpochMilli(number(name));
        }

        OpaqueBytes bytes(String name) {
            return OpaqueBytes.of(Base64.getDecoder().decode(text(name)));
        }

        TokenHash hash(String name) {
            return TokenHash.parse(text(name));
        }

        Instant createdAt() {
            return instant("created_at");
        }

        Instant expiresAt() {
            return instant("expires_at");
        }

        OpaqueBytes payload() {
            return bytes("payload");
        }

        private static IllegalArgumentException missing(String name) {
            return new IllegalArgumentException(name + " is missing or of another type");
        }
    }
}
