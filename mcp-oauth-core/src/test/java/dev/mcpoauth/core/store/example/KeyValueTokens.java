package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoredRefresh;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.example.Rows.Found;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.core.store.transfer.StoredRow.OfAccess;
import dev.mcpoauth.core.store.transfer.StoredRow.OfGrant;
import dev.mcpoauth.core.store.transfer.StoredRow.OfRefresh;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tokens. A read looks at the grant as well, so that revoking a grant is one write and needs no list of its tokens. */
final class KeyValueTokens implements TokenStore {
    private final Rows rows;
    private final Families families;

    KeyValueTokens(Rows rows) {
        this.rows = rows;
        this.families = new Families(rows);
    }

    private Optional<Found<OfAccess>> access(TokenHash token) {
        return rows.find(OfAccess.class, Keys.of(Keys.ACCESS, token));
    }

    private Optional<Found<OfRefresh>> refresh(TokenHash token) {
        return rows.find(OfRefresh.class, Keys.of(Keys.REFRESH, token));
    }

    private Optional<GrantRecord> grant(String grantId) {
        return rows.find(OfGrant.class, Keys.of(Keys.GRANT, grantId))
                .map(found -> found.row().grant());
    }

    @Override
    public void insertAccess(AccessRecord token) {
        if (!rows.commit(Families.insert(token))) {
            throw new IllegalStateException("the token is taken");
        }
    }

    @Override
    public Optional<AccessView> findAccess(TokenHash token) {
        return access(token)
                .map(Found::row)
                .flatMap(row ->
                        grant(row.token().grantId()).map(grant -> new AccessView(row.token(), row.revoked(), grant)));
    }

    @Override
    public Optional<RefreshView> findRefresh(TokenHash token) {
        return refresh(token)
                .map(Found::row)
                .flatMap(row ->
                        grant(row.token().grantId()).map(grant -> new RefreshView(row.token(), row.status(), grant)));
    }

    @Override
    public RotateOutcome rotate(TokenHash presented, RotateCommand command) {
        return Rows.untilDecided(() -> attempt(presented, command));
    }

    private Optional<RotateOutcome> attempt(TokenHash presented, RotateCommand command) {
        Optional<Found<OfRefresh>> found = refresh(presented);
        if (found.isEmpty()) {
            return Optional.of(new RotateOutcome.Unknown());
        }
        OfRefresh row = found.get().row();
        Families.Member family = families.of(row.token().grantId(), row.spending());
        var stored = new StoredRefresh(row.token(), row.status(), family.standing(command.now()), family.spent());
        RotateOutcome outcome = stored.decide(command);
        if (outcome instanceof RotateOutcome.Rotated) {
            List<KeyValues.Write> writes = new ArrayList<>(family.unchanged());
            var rotated = new OfRefresh(row.token(), RefreshStatus.ROTATED, Spending.by(command));
            writes.add(Rows.replace(found.get(), rotated));
            return families.commit(writes, command.next()) ? Optional.of(outcome) : Optional.empty();
        }
        if (outcome instanceof RotateOutcome.Replay) {
            var replayed =
                    new OfRefresh(row.token(), row.status(), row.spending().replayed());
            return rows.commit(Rows.replace(found.get(), replayed)) ? Optional.of(outcome) : Optional.empty();
        }
        return Optional.of(outcome);
    }

    @Override
    public boolean revoke(TokenHash token, String clientId, Instant now) {
        return revokeAccess(token, clientId) || revokeRefresh(token, clientId);
    }

    private boolean revokeAccess(TokenHash token, String clientId) {
        return Rows.untilDecided(() -> {
            Optional<Found<OfAccess>> found = access(token)
                    .filter(f ->
                            !f.row().revoked() && f.row().token().clientId().equals(clientId));
            return found.isEmpty()
                    ? Optional.of(false)
                    : changed(Rows.replace(
                            found.get(), new OfAccess(found.get().row().token(), true)));
        });
    }

    private boolean revokeRefresh(TokenHash token, String clientId) {
        return Rows.untilDecided(() -> {
            Optional<Found<OfRefresh>> found = refresh(token)
                    .filter(f -> f.row().status() == RefreshStatus.ACTIVE
                            && f.row().token().clientId().equals(clientId));
            return found.isEmpty()
                    ? Optional.of(false)
                    : changed(Rows.replace(
                            found.get(),
                            new OfRefresh(found.get().row().token(), RefreshStatus.REVOKED, Spending.none())));
        });
    }

    private Optional<Boolean> changed(KeyValues.Write write) {
        return rows.commit(write) ? Optional.of(true) : Optional.empty();
    }
}
