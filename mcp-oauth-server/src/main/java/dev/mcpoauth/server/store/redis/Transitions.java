package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.server.store.redis.Families.Member;
import java.time.Instant;
import java.util.List;

/** The two conditional writes that a code and a refresh token have in common. */
final class Transitions {
    private final Families families;
    private final Directory directory;
    private final Keyspace keys;

    Transitions(Families families, Directory directory, Keyspace keys) {
        this.families = families;
        this.directory = directory;
        this.keys = keys;
    }

    /**
     * Makes the tokens to come findable, then marks a code or refresh token spent and adds them: all or nothing.
     *
     * @param status that the row had when that was decided
     * @param spending what the row is to remember, as of now
     * @return false if it or its grant is not as it was any more
     * @throws IllegalStateException if the hash of a token is taken
     */
    boolean spend(String operation, Member member, String status, IssuedTokens tokens, Spending spending) {
        List<Successor> successors = Successor.of(tokens, member.grant());
        for (Successor next : successors) {
            if (!directory.claim(operation, next.hash(), next.place(), next.removal())) {
                throw Families.taken(operation);
            }
        }
        Call call = families.rowAndGrant(operation, Script.SPEND, member.place(), member.hash())
                .arg(Attempt.fresh().bytes())
                .arg(status)
                .arg(spending.at())
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .group(SpentRows.write(new Fields(), spending));
        for (Successor next : successors) {
            call.key(keys.row(next.place(), next.hash())).arg(next.removal()).group(next.fields());
        }
        Reply reply = call.run();
        if (reply.is("taken")) {
            throw Families.taken(operation);
        }
        return reply.is("done");
    }

    /** Counts that a spent row was answered again, unless the last time was taken meanwhile. */
    boolean repeat(String operation, Member member, Instant now) {
        return families.rowAndGrant(operation, Script.REPEAT, member.place(), member.hash())
                .keys(families.successorKey(member))
                .arg(Attempt.fresh().bytes())
                .arg(now)
                .run()
                .is("done");
    }
}
