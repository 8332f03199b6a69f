package dev.mcpoauth.server.watch;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.TokenStore;
import java.time.Instant;
import java.util.Optional;

/** Reports revocations also when they fail: an outage may come after the change. */
record WatchedTokens(TokenStore tokens, Runnable revoked) implements TokenStore {

    @Override
    public void insertAccess(AccessRecord token) {
        tokens.insertAccess(token);
    }

    @Override
    public Optional<AccessView> findAccess(TokenHash token) {
        return tokens.findAccess(token);
    }

    @Override
    public Optional<RefreshView> findRefresh(TokenHash token) {
        return tokens.findRefresh(token);
    }

    @Override
    public RotateOutcome rotate(TokenHash presented, RotateCommand command) {
        return tokens.rotate(presented, command);
    }

    @Override
    public boolean revoke(TokenHash token, String clientId, Instant now) {
        try {
            return tokens.revoke(token, clientId, now);
        } finally {
            revoked.run();
        }
    }
}
