package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.StoredCode;
import dev.mcpoauth.core.store.example.Rows.Found;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.core.store.transfer.StoredRow.OfCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Codes: read, let the rules decide, and write under the condition that nothing they looked at has changed. */
final class KeyValueCodes implements CodeStore {
    private final Rows rows;
    private final Families families;

    KeyValueCodes(Rows rows) {
        this.rows = rows;
        this.families = new Families(rows);
    }

    private Optional<Found<OfCode>> find(TokenHash code) {
        return rows.find(OfCode.class, Keys.of(Keys.CODE, code));
    }

    @Override
    public void issue(CodeRecord code) {
        if (!rows.commit(Rows.insert(Keys.of(Keys.CODE, code.hash()), new OfCode(code, Spending.none())))) {
            throw new IllegalStateException("the code is taken");
        }
    }

    @Override
    public Optional<CodeRecord> peek(TokenHash code) {
        return find(code).map(found -> found.row().code());
    }

    @Override
    public RedeemOutcome redeem(TokenHash code, RedeemCommand command) {
        return Rows.untilDecided(() -> attempt(code, command));
    }

    private Optional<RedeemOutcome> attempt(TokenHash code, RedeemCommand command) {
        Optional<Found<OfCode>> found = find(code);
        if (found.isEmpty()) {
            return Optional.of(new RedeemOutcome.Unknown());
        }
        OfCode row = found.get().row();
        Families.Member family = families.of(row.code().grantId(), row.spending());
        var stored = new StoredCode(row.code(), family.standing(command.now()), family.spent());
        RedeemOutcome outcome = stored.decide(command);
        if (outcome instanceof RedeemOutcome.Redeemed) {
            List<KeyValues.Write> writes = new ArrayList<>(family.unchanged());
            writes.add(Rows.replace(found.get(), new OfCode(row.code().redeemed(), Spending.by(command))));
            return families.commit(writes, command.first()) ? Optional.of(outcome) : Optional.empty();
        }
        if (outcome instanceof RedeemOutcome.DuplicateSubmit) {
            var replayed = new OfCode(row.code(), row.spending().replayed());
            return rows.commit(Rows.replace(found.get(), replayed)) ? Optional.of(outcome) : Optional.empty();
        }
        return Optional.of(outcome);
    }

    @Override
    public int recordFailure(TokenHash code, Instant now) {
        return Rows.untilDecided(() -> {
            Optional<Found<OfCode>> found =
                    find(code).filter(f -> f.row().code().isRedeemable(now));
            if (found.isEmpty()) {
                return Optional.of(0);
            }
            var failed = new OfCode(found.get().row().code().failed(), Spending.none());
            return rows.commit(Rows.replace(found.get(), failed))
                    ? Optional.of(failed.code().failures())
                    : Optional.empty();
        });
    }
}
