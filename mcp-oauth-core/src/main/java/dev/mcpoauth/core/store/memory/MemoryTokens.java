package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoredRefresh;
import dev.mcpoauth.core.store.TokenStore;
import java.time.Instant;
import java.util.Optional;

/** Refresh tokens change under the lock of their family; reads are two map look-ups. */
final class MemoryTokens implements TokenStore {
    private final Gate gate;
    private final Tables tables;

    MemoryTokens(Gate gate, Tables tables) {
        this.gate = gate;
        this.tables = tables;
    }

    @Override
    public void insertAccess(AccessRecord token) {
        gate.pass();
        Tables.add(tables.access, token.hash(), AccessRow.of(token));
    }

    @Override
    public Optional<AccessView> findAccess(TokenHash token) {
        gate.pass();
        return Optional.ofNullable(tables.access.get(token))
                .flatMap(row -> tables.grant(row.token().grantId())
                        .map(grant -> new AccessView(row.token(), row.revoked(), grant)));
    }

    @Override
    public Optional<RefreshView> findRefresh(TokenHash token) {
        gate.pass();
        return Optional.ofNullable(tables.refresh.get(token))
                .flatMap(row -> tables.grant(row.token().grantId())
                        .map(grant -> new RefreshView(row.token(), row.status(), grant)));
    }

    @Override
    public RotateOutcome rotate(TokenHash presented, RotateCommand command) {
        gate.pass();
        RefreshRow row = tables.refresh.get(presented);
        if (row == null) {
            return new RotateOutcome.Unknown();
        }
        return tables.family(row.token().grantId())
                .map(family -> family.exclusively(() -> transition(presented, command)))
                .orElseGet(() -> stored(row, command).decide(command));
    }

    private RotateOutcome transition(TokenHash presented, RotateCommand command) {
        RefreshRow row = tables.refresh.get(presented);
        if (row == null) {
            return new RotateOutcome.Unknown();
        }
        RotateOutcome outcome = stored(row, command).decide(command);
        if (outcome instanceof RotateOutcome.Rotated) {
            tables.insert(command.next());
            tables.refresh.put(presented, row.rotated(command));
        } else if (outcome instanceof RotateOutcome.Replay) {
            tables.refresh.put(presented, row.replayed());
        }
        return outcome;
    }

    private StoredRefresh stored(RefreshRow row, RotateCommand command) {
        return new StoredRefresh(
                row.token(),
                row.status(),
                tables.standing(row.token().grantId(), command.now()),
                tables.spent(row.spending()));
    }

    @Override
    public boolean revoke(TokenHash token, String clientId, Instant now) {
        gate.pass();
        return revokeAccess(token, clientId) || revokeRefresh(token, clientId);
    }

    private boolean revokeAccess(TokenHash token, String clientId) {
        AccessRow row = tables.access.get(token);
        return row != null
                && !row.revoked()
                && row.token().clientId().equals(clientId)
                && tables.access.replace(token, row, new AccessRow(row.token(), true));
    }

    private boolean revokeRefresh(TokenHash token, String clientId) {
        return Optional.ofNullable(tables.refresh.get(token))
                .filter(row -> row.token().clientId().equals(clientId))
                .flatMap(row -> tables.family(row.token().grantId()))
                .map(family -> family.exclusively(() -> markRevoked(token)))
                .orElse(false);
    }

    private boolean markRevoked(TokenHash token) {
        RefreshRow row = tables.refresh.get(token);
        if (row == null || row.status() != RefreshStatus.ACTIVE) {
            return false;
        }
        tables.refresh.put(token, row.revoked());
        return true;
    }
}
