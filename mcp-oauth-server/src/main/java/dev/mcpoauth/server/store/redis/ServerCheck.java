package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/** What the store asks of the servers and of the adapter before it opens. */
final class ServerCheck {
    private static final byte[] EVERY_BYTE = everyByte();

    private final Redis redis;
    private final Keyspace keys;
    private final RedisOAuthStore.Builder stated;

    ServerCheck(Redis redis, Keyspace keys, RedisOAuthStore.Builder stated) {
        this.redis = redis;
        this.keys = keys;
        this.stated = stated;
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** Asks the server of each shard, which in a cluster is most or all of them. */
    void run() {
        for (Shard shard : keys.shards()) {
            Reply reply = redis.call("open", Script.INSPECT)
                    .key(shard.due(Due.GRANT))
                    .arg(EVERY_BYTE)
                    .run();
            requireSameBytes(reply.bytes(0));
            requireNoEviction(Info.of(reply.bytes(1)));
            requireAppendOnly(Info.of(reply.bytes(2)));
        }
    }

    private static void requireSameBytes(byte[] echo) {
        if (!Arrays.equals(echo, EVERY_BYTE)) {
            throw new IllegalArgumentException("the RedisEval changes bytes: it must use no character encoding");
        }
    }

    private void requireNoEviction(Info memory) {
        if (stated.evictionAllowed || stated.noEviction) {
            return;
        }
        String policy = memory.value("maxmemory_policy")
                .orElseThrow(
                        () -> new IllegalStateException("INFO is not permitted here: make sure that maxmemory-policy"
                                + " is noeviction, and state so with assumeNoEviction()"));
        if (!policy.equals("noeviction")) {
            throw new IllegalStateException("maxmemory-policy is " + policy
                    + ", which drops live grants when memory is short: set it to noeviction");
        }
    }

    private void requireAppendOnly(Info persistence) {
        if (stated.durable
                && persistence.value("aof_enabled").filter("0"::equals).isPresent()) {
            throw new IllegalStateException("assumeDurable() was stated, but this server has appendonly off");
        }
    }

    /** A section of INFO; empty where it is not permitted. */
    private record Info(String text) {
        static Info of(byte[] bytes) {
            return new Info(new String(bytes, ISO_8859_1));
        }

        Optional<String> value(String name) {
            return text.lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }
}
