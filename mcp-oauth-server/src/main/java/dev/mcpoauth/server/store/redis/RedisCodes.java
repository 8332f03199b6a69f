package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.StoredCode;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.server.store.redis.Families.Member;
import java.time.Instant;
import java.util.Optional;

/** Rows {@code code}. */
final class RedisCodes implements CodeStore {
    private static final String REDEEM = "codes.redeem";

    private final Redis redis;
    private final Keyspace keys;
    private final Families families;
    private final Transitions transitions;

    RedisCodes(Redis redis, Keyspace keys, Families families, Transitions transitions) {
        this.redis = redis;
        this.keys = keys;
        this.families = families;
        this.transitions = transitions;
    }

    @Override
    public void issue(CodeRecord code) {
        var place = new Place(Kind.CODE, code.grantId());
        families.add("codes.issue", place, code.hash(), code.expiresAt(), CodeRows.write(code));
    }

    @Override
    public Optional<CodeRecord> peek(TokenHash code) {
        return families.find("codes.peek", Kind.CODE, code).map(RedisCodes::record);
    }

    @Override
    public RedeemOutcome redeem(TokenHash code, RedeemCommand command) {
        return redis.untilDecided(REDEEM, () -> attempt(code, command));
    }

    private Optional<RedeemOutcome> attempt(TokenHash code, RedeemCommand command) {
        Optional<Member> found = families.findSpendable(REDEEM, Kind.CODE, code);
        if (found.isEmpty()) {
            return Optional.of(new RedeemOutcome.Unknown());
        }
        RedeemOutcome outcome = stored(found.get(), command.now()).decide(command);
        boolean won = true;
        if (outcome instanceof RedeemOutcome.Redeemed) {
            won = redeem(found.get(), command);
        } else if (outcome instanceof RedeemOutcome.DuplicateSubmit) {
            won = transitions.repeat(REDEEM, found.get(), command.now());
        }
        return won ? Optional.of(outcome) : Optional.empty();
    }

    private boolean redeem(Member code, RedeemCommand command) {
        return transitions.spend(REDEEM, code, CodeRows.ISSUED, command.first(), Spending.by(command));
    }

    @Override
    public int recordFailure(TokenHash code, Instant now) {
        return families.find("codes.recordFailure", Kind.CODE, code)
                .map(member -> countFailure(member, now))
                .orElse(0);
    }

    private int countFailure(Member code, Instant now) {
        return Math.toIntExact(redis.call("codes.recordFailure", Script.FAIL)
                .key(keys.row(code.place(), code.hash()))
                .arg(Attempt.fresh().bytes())
                .arg(now)
                .run()
                .number(0));
    }

    private static StoredCode stored(Member code, Instant now) {
        return new StoredCode(
                record(code), GrantRows.standing(code.grant(), now), SpentRows.read(code.row(), code.successor()));
    }

    private static CodeRecord record(Member code) {
        return CodeRows.read(code.hash(), code.place().grantId(), code.row());
    }
}
