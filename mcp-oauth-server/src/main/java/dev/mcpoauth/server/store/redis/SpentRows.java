package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.Spent;
import dev.mcpoauth.core.store.transfer.Spending;
import java.util.Optional;

/** The fields in which a code and a refresh token remember that they were spent. */
final class SpentRows {
    private SpentRows() {}

    static Fields write(Fields fields, Spending spending) {
        spending.successor().ifPresent(hash -> fields.put("next", hash.encoded()));
        ReplayWindow window = spending.window();
        return fields.put("spent", spending.at())
                .put("sealed", window.sealed())
                .put("until", window.until())
                .put("max", window.maxReplays())
                .put("replays", spending.replays());
    }

    static Spending read(Row row) {
        if (row.optionalText("spent").isEmpty()) {
            return Spending.none();
        }
        var window = new ReplayWindow(row.bytes("sealed"), row.instant("until"), row.count("max"));
        Spending spending = Spending.of(row.instant("spent"), window, row.count("replays"));
        return successor(row).map(spending::withSuccessor).orElse(spending);
    }

    /** The refresh token that came of it. */
    static Optional<TokenHash> successor(Row row) {
        return row.optionalText("next").map(TokenHash::parse);
    }

    /** A successor that was purged was used or has expired long ago. */
    static Spent read(Row row, Row successor) {
        Spending spending = read(row);
        return spending.spent(spending.successor().isPresent() && !successor.has("status", TokenRows.ACTIVE));
    }
}
