package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TokenStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * From which token another one was made by exchange (RFC 8693): it is good only while that one is. Both are of one grant,
 * whose end ends both; this is for the revocation of a single token.
 */
public final class Lineage {
    private static final String MEMBER = "exchanged_from";
    private static final String DEPTH = "exchanged_depth";
    /** More than any chain that is issued. */
    private static final int LONGEST = 16;

    private Lineage() {}

    /** The payload of a token that was made from this one. */
    public static OpaqueBytes write(OpaqueBytes payload, AccessRecord origin) {
        return OpaqueBytes.of(JsonObject.parse(payload.toByteArray()).toBuilder()
                .put(MEMBER, origin.hash().encoded())
                .put(DEPTH, depth(origin) + 1)
                .build()
                .toBytes());
    }

    /** How many tokens came before this one. */
    public static long depth(AccessRecord token) {
        return JsonObject.parse(token.payload().toByteArray()).integer(DEPTH).orElse(0L);
    }

    /** The access token; revoked also if one that it was made from is, or is gone. */
    public static Optional<AccessView> find(TokenStore tokens, TokenHash token) {
        return tokens.findAccess(token)
                .map(view ->
                        originsStand(tokens, view, LONGEST) ? view : new AccessView(view.token(), true, view.grant()));
    }

    private static boolean originsStand(TokenStore tokens, AccessView view, int steps) {
        Optional<TokenHash> origin = origin(view);
        return origin.isEmpty()
                || (steps > 0
                        && tokens.findAccess(origin.get())
                                .filter(older -> !older.revoked() && originsStand(tokens, older, steps - 1))
                                .isPresent());
    }

    /** Hardly any token has one, and every request asks: what does not name the member is not parsed. */
    private static Optional<TokenHash> origin(AccessView view) {
        String payload = new String(view.token().payload().toByteArray(), StandardCharsets.UTF_8);
        return payload.contains(MEMBER)
                ? JsonObject.parse(payload).string(MEMBER).map(TokenHash::parse)
                : Optional.empty();
    }
}
