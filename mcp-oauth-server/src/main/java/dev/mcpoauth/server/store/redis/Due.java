package dev.mcpoauth.server.store.redis;

import java.util.Locale;

/** What a shard lists by when it may be removed. */
enum Due {
    REPLAY,
    TRANSACTION,
    ACCESS,
    CODE,
    REFRESH,
    GRANT;

    static Due of(Kind kind) {
        return switch (kind) {
            case ACCESS -> ACCESS;
            case CODE -> CODE;
            case REFRESH -> REFRESH;
        };
    }

    /** Its name in keys. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
