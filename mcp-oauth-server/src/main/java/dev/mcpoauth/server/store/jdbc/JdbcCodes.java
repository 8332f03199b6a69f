package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.StoredCode;
import dev.mcpoauth.core.store.transfer.Spending;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Table {@code oauth_code}. */
final class JdbcCodes implements CodeStore {
    private static final String FIND =
            "SELECT t.*" + SpentRows.JOINED + " FROM oauth_code t" + SpentRows.JOINS + " WHERE t.hash = ?";
    private static final String REDEEM = "UPDATE oauth_code SET status = 'S', spent_at = ?, successor_hash = ?,"
            + " sealed_replay = ?, replay_until = ?, max_replays = ?"
            + " WHERE hash = ? AND status = 'I' AND expires_at > ?" + GrantRows.IS_LIVE;

    private final Database database;

    JdbcCodes(Database database) {
        this.database = database;
    }

    @Override
    public void issue(CodeRecord code) {
        database.write("codes.issue", sql -> CodeRows.insert(sql, code, Spending.none()));
    }

    @Override
    public Optional<CodeRecord> peek(TokenHash code) {
        return database.read(
                "codes.peek", sql -> sql.first(CodeRows::read, "SELECT * FROM oauth_code WHERE hash = ?", code));
    }

    @Override
    public RedeemOutcome redeem(TokenHash code, RedeemCommand command) {
        return database.untilDecided("codes.redeem", sql -> attempt(sql, code, command));
    }

    private static Optional<RedeemOutcome> attempt(Sql sql, TokenHash code, RedeemCommand command) throws SQLException {
        Optional<StoredCode> stored = sql.first(row -> stored(row, command.now()), FIND, code);
        if (stored.isEmpty()) {
            return Optional.of(new RedeemOutcome.Unknown());
        }
        RedeemOutcome outcome = stored.get().decide(command);
        boolean won = true;
        if (outcome instanceof RedeemOutcome.Redeemed) {
            won = redeem(sql, code, command);
        } else if (outcome instanceof RedeemOutcome.DuplicateSubmit) {
            won = SpentRows.countReplay(sql, "oauth_code", code);
        }
        return won ? Optional.of(outcome) : Optional.empty();
    }

    private static boolean redeem(Sql sql, TokenHash code, RedeemCommand command) throws SQLException {
        int changed = sql.update(
                REDEEM,
                command.now(),
                command.first().refresh().map(r -> r.hash().encoded()).orElse(""),
                command.window().sealed(),
                command.window().until(),
                command.window().maxReplays(),
                code,
                command.now(),
                command.grantId(),
                command.now());
        if (changed == 1) {
            TokenRows.insert(sql, command.first());
        }
        return changed == 1;
    }

    @Override
    public int recordFailure(TokenHash code, Instant now) {
        return database.transact("codes.recordFailure", sql -> {
            int changed = sql.update(
                    "UPDATE oauth_code SET failures = failures + 1 WHERE hash = ? AND status = 'I' AND expires_at > ?",
                    code,
                    now);
            if (changed == 0) {
                return 0;
            }
            return sql.first(row -> row.getInt(1), "SELECT failures FROM oauth_code WHERE hash = ?", code)
                    .orElse(0);
        });
    }

    private static StoredCode stored(ResultSet row, Instant now) throws SQLException {
        return new StoredCode(CodeRows.read(row), GrantRows.standing(row, now), SpentRows.read(row));
    }
}
