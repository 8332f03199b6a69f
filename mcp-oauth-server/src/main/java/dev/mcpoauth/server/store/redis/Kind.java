package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.Retention;
import java.time.Duration;
import java.time.Instant;

/** Rows under a grant. */
enum Kind {
    CODE("code", Retention.EVIDENCE),
    REFRESH("refresh", Retention.EVIDENCE),
    ACCESS("access", Duration.ZERO);

    private final String word;
    private final Duration retention;

    Kind(String word, Duration retention) {
        this.word = word;
        this.retention = retention;
    }

    /** Its name in keys. */
    String word() {
        return word;
    }

    /** When a row may be removed, unless its grant ends earlier. */
    Instant removal(Instant expiresAt) {
        return expiresAt.plus(retention);
    }

    static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of row: " + word);
    }
}
