package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the rows under a grant have in common: how they are added, and read together. */
final class Families {
    private final Redis redis;
    private final Keyspace keys;
    private final Directory directory;

    Families(Redis redis, Keyspace keys, Directory directory) {
        this.redis = redis;
        this.keys = keys;
        this.directory = directory;
    }

    /**
     * A row as it is in its family.
     *
     * @param row there is one
     * @param grant may be none
     * @param successor the refresh token that came of it; none if none did, or it has gone
     */
    record Member(Place place, TokenHash hash, Row row, Row grant, Row successor) {}

    /** The row of a hash, of whichever kind. */
    Optional<Member> find(String operation, TokenHash hash) {
        return directory.at(operation, hash, place -> read(operation, place, hash));
    }

    /** The row of a hash if it is of this kind. */
    Optional<Member> find(String operation, Kind kind, TokenHash hash) {
        return directory.at(
                operation, hash, place -> place.kind() == kind ? read(operation, place, hash) : Optional.empty());
    }

    /** The row of a hash to be spent: together with what came of it, if it was spent already. */
    Optional<Member> findSpendable(String operation, Kind kind, TokenHash hash) {
        return find(operation, kind, hash)
                .flatMap(member -> SpentRows.successor(member.row()).isEmpty()
                        ? Optional.of(member)
                        : readWithSuccessor(operation, member));
    }

    /** The row at a place with its grant. */
    Optional<Member> read(String operation, Place place, TokenHash hash) {
        Reply reply = rowAndGrant(operation, Script.READ, place, hash).run();
        return member(place, hash, reply, Row.NONE);
    }

    private Optional<Member> readWithSuccessor(String operation, Member member) {
        Reply reply = rowAndGrant(operation, Script.READ, member.place(), member.hash())
                .keys(successorKey(member))
                .run();
        return member(member.place(), member.hash(), reply, reply.row(2));
    }

    private static Optional<Member> member(Place place, TokenHash hash, Reply reply, Row successor) {
        return Optional.of(new Member(place, hash, reply.row(0), reply.row(1), successor))
                .filter(member -> member.row().exists());
    }

    /** A call whose first two keys are a row and its grant. */
    Call rowAndGrant(String operation, Script script, Place place, TokenHash hash) {
        return redis.call(operation, script).key(keys.row(place, hash)).key(keys.grant(place.grantId()));
    }

    /** The key of the refresh token that came of a row, if one did. */
    List<byte[]> successorKey(Member member) {
        var place = new Place(Kind.REFRESH, member.place().grantId());
        return SpentRows.successor(member.row()).stream()
                .map(hash -> keys.row(place, hash))
                .toList();
    }

    /**
     * Adds a row, then makes it findable.
     *
     * @throws IllegalStateException if the hash is taken
     */
    void add(String operation, Place place, TokenHash hash, Instant expiresAt, Fields fields) {
        Attempt attempt = Attempt.fresh();
        Reply inserted = insert(operation, attempt, place, hash, expiresAt, fields);
        if (inserted.is("taken")) {
            throw taken(operation);
        }
        if (!directory.claim(operation, hash, place, removal(inserted))) {
            redis.call(operation, Script.WITHDRAW)
                    .key(keys.row(place, hash))
                    .arg(attempt.bytes())
                    .run();
            throw taken(operation);
        }
    }

    /** Adds a row unless it is there. Either way it is findable after that, also if an earlier attempt stopped half way. */
    boolean restore(String operation, Place place, TokenHash hash, Instant expiresAt, Fields fields) {
        Reply inserted = insert(operation, Attempt.fresh(), place, hash, expiresAt, fields);
        return directory.claim(operation, hash, place, removal(inserted)) && inserted.is("done");
    }

    private Reply insert(
            String operation, Attempt attempt, Place place, TokenHash hash, Instant expiresAt, Fields fields) {
        return rowAndGrant(operation, Script.INSERT, place, hash)
                .arg(attempt.bytes())
                .arg(place.kind().removal(expiresAt))
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .args(fields)
                .run();
    }

    private static Instant removal(Reply inserted) {
        return Instant.ofEpochMilli(Long.parseLong(inserted.text(1)));
    }

    static IllegalStateException taken(String operation) {
        return new IllegalStateException(operation + ": the key is taken");
    }
}
