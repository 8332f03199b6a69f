package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Members of a header by which a token would have a say in how it is verified (RFC 7515 §4.1, RFC 8725 §3). */
public final class HeaderTricks {
    /** Each of these would have the token say by which key it is to be believed. */
    private static final List<String> KEY_OF_ITS_OWN = List.of("jku", "jwk", "x5u");

    private HeaderTricks() {}

    /** The member that names a key of the token's own choosing, if there is one. */
    public static Optional<String> keyOfItsOwn(JsonObject header) {
        return KEY_OF_ITS_OWN.stream().filter(header.names()::contains).findFirst();
    }

    /** Whether the token has an extension that whoever verifies it has to understand. */
    public static boolean hasExtension(JsonObject header) {
        return header.names().contains("crit") || header.names().contains("b64");
    }
}
