package dev.mcpoauth.server.resource;

import java.util.Optional;

/** How a request presents an access token. */
enum TokenScheme {
    /** Whoever has the token may use it (RFC 6750 §2.1). */
    BEARER("Bearer"),
    /** With the proof of the key that it is bound to (RFC 9449 §7.1). */
    DPOP("DPoP");

    private static final Optional<TokenScheme> BEARER_FOUND = Optional.of(BEARER);
    private static final Optional<TokenScheme> DPOP_FOUND = Optional.of(DPOP);

    private final String wireName;

    TokenScheme(String wireName) {
        this.wireName = wireName;
    }

    /** The scheme of this name in any case. */
    static Optional<TokenScheme> of(String name) {
        if (name.equalsIgnoreCase(BEARER.wireName)) {
            return BEARER_FOUND;
        }
        return name.equalsIgnoreCase(DPOP.wireName) ? DPOP_FOUND : Optional.empty();
    }

    String wireName() {
        return wireName;
    }
}
