package dev.mcpoauth.server.token;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.Confirmation;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.internal.BoundedCache;
import java.util.Optional;

/**
 * What the payload of an access token says.
 *
 * @param terms where and for what it is good
 * @param key that it is bound to, if it is
 */
record Payload(GrantTerms terms, Optional<JwkThumbprint> key) {
    private static final int MOST = 1_000;

    private static Payload parse(OpaqueBytes bytes) {
        JsonObject json = JsonObject.parse(bytes.toByteArray());
        return new Payload(GrantTerms.of(json), Confirmation.of(json));
    }

    /**
     * Reads payloads, and remembers what it has read by all of their bytes: most tokens say the same as many others, and parsing is most of what
     * a look-up in memory costs. Whether a token is still good is no part of its payload. Thread-safe.
     */
    static final class Reader {
        private final BoundedCache<OpaqueBytes, Payload> known = new BoundedCache<>(MOST);

        Payload read(OpaqueBytes bytes) {
            return known.get(bytes).orElseGet(() -> {
                Payload payload = parse(bytes);
                known.put(bytes, payload);
                return payload;
            });
        }
    }
}
