package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.transfer.Spending;

/** A refresh token and what is remembered of its rotation. */
record RefreshRow(RefreshRecord token, RefreshStatus status, Spending spending) {

    static RefreshRow of(RefreshRecord token) {
        return new RefreshRow(token, RefreshStatus.ACTIVE, Spending.none());
    }

    RefreshRow rotated(RotateCommand command) {
        return new RefreshRow(token, RefreshStatus.ROTATED, Spending.by(command));
    }

    RefreshRow replayed() {
        return new RefreshRow(token, status, spending.replayed());
    }

    RefreshRow revoked() {
        return new RefreshRow(token, RefreshStatus.REVOKED, spending);
    }
}
