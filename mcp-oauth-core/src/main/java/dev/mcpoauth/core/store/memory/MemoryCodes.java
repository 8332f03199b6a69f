package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.StoredCode;
import java.time.Instant;
import java.util.Optional;

/** Codes change under the lock of their family. */
final class MemoryCodes implements CodeStore {
    private final Gate gate;
    private final Tables tables;

    MemoryCodes(Gate gate, Tables tables) {
        this.gate = gate;
        this.tables = tables;
    }

    @Override
    public void issue(CodeRecord code) {
        gate.pass();
        tables.codes.makeRoom(code.createdAt());
        Tables.add(tables.codes.map(), code.hash(), CodeRow.of(code));
    }

    @Override
    public Optional<CodeRecord> peek(TokenHash code) {
        gate.pass();
        return tables.codes.get(code).map(CodeRow::code);
    }

    @Override
    public RedeemOutcome redeem(TokenHash code, RedeemCommand command) {
        gate.pass();
        Optional<CodeRow> row = tables.codes.get(code);
        if (row.isEmpty()) {
            return new RedeemOutcome.Unknown();
        }
        return tables.family(row.get().code().grantId())
                .map(family -> family.exclusively(() -> transition(code, command)))
                .orElseGet(() -> stored(row.get(), command).decide(command));
    }

    private RedeemOutcome transition(TokenHash code, RedeemCommand command) {
        Optional<CodeRow> found = tables.codes.get(code);
        if (found.isEmpty()) {
            return new RedeemOutcome.Unknown();
        }
        CodeRow row = found.get();
        RedeemOutcome outcome = stored(row, command).decide(command);
        if (outcome instanceof RedeemOutcome.Redeemed) {
            tables.insert(command.first());
            tables.codes.map().put(code, row.redeemed(command));
        } else if (outcome instanceof RedeemOutcome.DuplicateSubmit) {
            tables.codes.map().put(code, row.replayed());
        }
        return outcome;
    }

    private StoredCode stored(CodeRow row, RedeemCommand command) {
        return new StoredCode(
                row.code(), tables.standing(row.code().grantId(), command.now()), tables.spent(row.spending()));
    }

    @Override
    public int recordFailure(TokenHash code, Instant now) {
        gate.pass();
        return tables.codes
                .get(code)
                .flatMap(row -> tables.family(row.code().grantId()))
                .map(family -> family.exclusively(() -> countFailure(code, now)))
                .orElse(0);
    }

    private int countFailure(TokenHash code, Instant now) {
        CodeRow row =
                tables.codes.map().computeIfPresent(code, (hash, r) -> r.code().isRedeemable(now) ? r.failed() : r);
        return row != null && row.code().isRedeemable(now) ? row.code().failures() : 0;
    }
}
