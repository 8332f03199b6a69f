package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.Spent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A code and, once redeemed, the refresh token it led to. */
record CodeRow(CodeRecord code, Spent spent, @Nullable TokenHash successorHash) {

    static CodeRow of(CodeRecord code) {
        return new CodeRow(code, Spent.NOT_YET, null);
    }

    Optional<TokenHash> successor() {
        return Optional.ofNullable(successorHash);
    }

    CodeRow redeemed(RedeemCommand command) {
        @Nullable
        TokenHash first = command.first().refresh().map(RefreshRecord::hash).orElse(null);
        return new CodeRow(
                with(CodeStatus.REDEEMED, code.failures()),
                new Spent(command.now(), command.window(), 0, false),
                first);
    }

    CodeRow replayed() {
        return new CodeRow(code, spent.replayed(), successorHash);
    }

    CodeRow failed() {
        return new CodeRow(with(code.status(), code.failures() + 1), spent, successorHash);
    }

    private CodeRecord with(CodeStatus status, int failures) {
        return new CodeRecord(
                code.hash(),
                code.grantId(),
                code.clientId(),
                status,
                failures,
                code.createdAt(),
                code.expiresAt(),
                code.payload());
    }
}
