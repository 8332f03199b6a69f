package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Everything of one kind, shard by shard, in the order in which it may be removed. */
final class Enumeration {
    private static final int PORTION = 200;

    private final Redis redis;
    private final List<Shard> shards;

    Enumeration(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.shards = keys.shards();
    }

    /**
     * How far an enumeration has come.
     *
     * @param member of the shard's list after which it goes on; empty at the start of a shard
     */
    private record Position(int shard, String score, String member) {
        static Position parse(String text) {
            if (text.isEmpty()) {
                return startOf(0);
            }
            String[] parts = text.split(" ", 3);
            return new Position(Integer.parseInt(parts[0]), parts[1], parts[2]);
        }

        static Position startOf(int shard) {
            return new Position(shard, "0", "");
        }

        String written() {
            return shard + " " + score + " " + member;
        }
    }

    private record Found(Position at, StoredRow row) {}

    /** A page of what {@code load} finds for the listed members. */
    Page<StoredRow> page(Due what, Cursor from, int limit, Function<String, Optional<StoredRow>> load) {
        List<Found> found = new ArrayList<>();
        Position position = Position.parse(from.after());
        while (found.size() <= limit && position.shard() < shards.size()) {
            List<Position> listed = portion(what, position, Math.min(PORTION, limit + 1 - found.size()));
            for (Position at : listed) {
                load.apply(at.member()).ifPresent(row -> found.add(new Found(at, row)));
            }
            position = listed.isEmpty() ? Position.startOf(position.shard() + 1) : listed.get(listed.size() - 1);
        }
        return Page.cut(found, limit, entry -> entry.at().written()).map(Found::row);
    }

    private List<Position> portion(Due what, Position after, int most) {
        List<String> reply = redis.call("rows", Script.WALK)
                .key(shards.get(after.shard()).due(what))
                .arg(after.member())
                .arg(after.score())
                .arg(most)
                .run()
                .texts(0);
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            positions.add(new Position(after.shard(), reply.get(i + 1), reply.get(i)));
        }
        return positions;
    }
}
