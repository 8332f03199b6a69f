package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoredRefresh;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.server.store.redis.Families.Member;
import java.time.Instant;
import java.util.Optional;

/** Rows {@code access} and {@code refresh}. */
final class RedisTokens implements TokenStore {
    private static final String ROTATE = "tokens.rotate";

    private final Redis redis;
    private final Keyspace keys;
    private final Families families;
    private final Transitions transitions;

    RedisTokens(Redis redis, Keyspace keys, Families families, Transitions transitions) {
        this.redis = redis;
        this.keys = keys;
        this.families = families;
        this.transitions = transitions;
    }

    @Override
    public void insertAccess(AccessRecord token) {
        var place = new Place(Kind.ACCESS, token.grantId());
        families.add("tokens.insertAccess", place, token.hash(), token.expiresAt(), TokenRows.write(token, false));
    }

    @Override
    public Optional<AccessView> findAccess(TokenHash token) {
        return families.find("tokens.findAccess", Kind.ACCESS, token).flatMap(RedisTokens::accessView);
    }

    @Override
    public Optional<RefreshView> findRefresh(TokenHash token) {
        return families.find("tokens.findRefresh", Kind.REFRESH, token).flatMap(RedisTokens::refreshView);
    }

    @Override
    public RotateOutcome rotate(TokenHash presented, RotateCommand command) {
        return redis.untilDecided(ROTATE, () -> attempt(presented, command));
    }

    private Optional<RotateOutcome> attempt(TokenHash presented, RotateCommand command) {
        Optional<Member> found = families.findSpendable(ROTATE, Kind.REFRESH, presented);
        if (found.isEmpty()) {
            return Optional.of(new RotateOutcome.Unknown());
        }
        RotateOutcome outcome = stored(found.get(), command.now()).decide(command);
        boolean won = true;
        if (outcome instanceof RotateOutcome.Rotated) {
            won = rotate(found.get(), command);
        } else if (outcome instanceof RotateOutcome.Replay) {
            won = transitions.repeat(ROTATE, found.get(), command.now());
        }
        return won ? Optional.of(outcome) : Optional.empty();
    }

    private boolean rotate(Member presented, RotateCommand command) {
        return transitions.spend(ROTATE, presented, TokenRows.ACTIVE, command.next(), Spending.by(command));
    }

    /** Who owns a token never changes, so that it may be looked at before. */
    @Override
    public boolean revoke(TokenHash token, String clientId, Instant now) {
        return families.find("tokens.revoke", token)
                .filter(member -> member.place().kind() != Kind.CODE)
                .filter(member -> member.row().has("client", clientId))
                .map(this::revoke)
                .orElse(false);
    }

    private boolean revoke(Member token) {
        return redis.call("tokens.revoke", Script.REVOKE_TOKEN)
                .key(keys.row(token.place(), token.hash()))
                .arg(Attempt.fresh().bytes())
                .run()
                .isTrue();
    }

    private static Optional<AccessView> accessView(Member token) {
        return GrantRows.read(token.place().grantId(), token.grant())
                .map(grant -> new AccessView(
                        TokenRows.access(token.hash(), grant.grantId(), token.row()),
                        !TokenRows.isActive(token.row()),
                        grant));
    }

    private static Optional<RefreshView> refreshView(Member token) {
        return GrantRows.read(token.place().grantId(), token.grant())
                .map(grant -> new RefreshView(refresh(token), TokenRows.status(token.row()), grant));
    }

    private static StoredRefresh stored(Member token, Instant now) {
        return new StoredRefresh(
                refresh(token),
                TokenRows.status(token.row()),
                GrantRows.standing(token.grant(), now),
                SpentRows.read(token.row(), token.successor()));
    }

    private static RefreshRecord refresh(Member token) {
        return TokenRows.refresh(token.hash(), token.place().grantId(), token.row());
    }
}
