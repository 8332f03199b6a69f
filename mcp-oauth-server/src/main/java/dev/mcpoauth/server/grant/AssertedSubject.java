package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHasher;
import java.util.Optional;

/**
 * What this server calls somebody whom it knows by another issuer's word only. The name depends on issuer, tenant and
 * subject and nothing else, and no account and no client can have it.
 */
public final class AssertedSubject {
    private static final String PREFIX = "asserted:";

    private AssertedSubject() {}

    /** The name; always the same for the same three. */
    public static String of(Issuer issuer, Optional<String> tenant, String subject) {
        JsonObject whole = JsonObject.builder()
                .put("iss", issuer.value())
                .put("tenant", tenant)
                .put("sub", subject)
                .build();
        return PREFIX + TokenHasher.sha256().hash(whole.toJson()).encoded();
    }

    /** Whether the text is kept free for such names. */
    public static boolean isReserved(String subject) {
        return subject.startsWith(PREFIX);
    }
}
