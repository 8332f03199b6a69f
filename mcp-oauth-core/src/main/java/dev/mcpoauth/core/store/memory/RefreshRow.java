package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.Spent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refresh token and, once rotated, where it led. */
record RefreshRow(
        RefreshRecord token,
        RefreshStatus status,
        Spent spent,
        @Nullable TokenHash successorHash) {

    static RefreshRow of(RefreshRecord token) {
        return new RefreshRow(token, RefreshStatus.ACTIVE, Spent.NOT_YET, null);
    }

    Optional<TokenHash> successor() {
        return Optional.ofNullable(successorHash);
    }

    RefreshRow rotated(RotateCommand command) {
        Spent fresh = new Spent(command.now(), command.window(), 0, false);
        return new RefreshRow(
                token, RefreshStatus.ROTATED, fresh, command.successor().hash());
    }

    RefreshRow replayed() {
        return new RefreshRow(token, status, spent.replayed(), successorHash);
    }

    RefreshRow revoked() {
        return new RefreshRow(token, RefreshStatus.REVOKED, spent, successorHash);
    }
}
