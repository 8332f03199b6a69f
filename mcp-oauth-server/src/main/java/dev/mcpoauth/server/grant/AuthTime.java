package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OpaqueBytes;
import java.time.Instant;
import java.util.Optional;

/** When the resource owner signed in for a grant, kept beside its terms (RFC 9068 §2.2.1). */
public final class AuthTime {
    private static final String MEMBER = "auth_time";

    private AuthTime() {}

    /** The payload of a grant with these terms. */
    public static OpaqueBytes write(GrantTerms terms, Instant time) {
        return OpaqueBytes.of(terms.toJson().toBuilder()
                .put(MEMBER, time.getEpochSecond())
                .build()
                .toBytes());
    }

    /** The time, to the second; empty if nobody signed in for the grant. */
    public static Optional<Instant> of(GrantRecord grant) {
        return JsonObject.parse(grant.payload().toByteArray()).integer(MEMBER).map(Instant::ofEpochSecond);
    }
}
