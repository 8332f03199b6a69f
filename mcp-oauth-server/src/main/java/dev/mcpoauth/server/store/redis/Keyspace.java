package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.secret.TokenHash;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.IntStream;

/** Names of keys; the layout is explained in the package's documentation. */
final class Keyspace {
    private static final int SHARDS = 16;
    private static final int MAX_LENGTH = 512;
    private static final String CLIENTS = "clients";

    private final String prefix;

    Keyspace(String prefix) {
        this.prefix = prefix;
    }

    /** The text, or for one that no record has an id that none has either: UTF-8 would make another text of it. */
    static String possible(String id) {
        return id.length() <= MAX_LENGTH && UTF_8.newEncoder().canEncode(id) ? id : "";
    }

    byte[] key(String tag, String rest) {
        return (prefix + ":{" + tag + "}:" + rest).getBytes(UTF_8);
    }

    byte[] grant(String grantId) {
        return key(family(grantId), "grant");
    }

    byte[] row(Place place, TokenHash hash) {
        return key(family(place.grantId()), place.kind().word() + ":" + hash.encoded());
    }

    /** Any text may be a grant id, but a brace would end the tag early. */
    private static String family(String grantId) {
        return URLEncoder.encode(grantId, UTF_8);
    }

    byte[] client(String clientId) {
        return key(CLIENTS, "client:" + clientId);
    }

    byte[] fingerprint(String fingerprint) {
        return key(CLIENTS, "fingerprint:" + fingerprint);
    }

    byte[] clientIds() {
        return key(CLIENTS, "ids");
    }

    byte[] clientsByExpiry() {
        return key(CLIENTS, "expiries");
    }

    byte[] clientReceipt(Attempt attempt) {
        return key(CLIENTS, "receipt:" + attempt.text());
    }

    byte[] format() {
        return key(CLIENTS, "format");
    }

    List<Shard> shards() {
        return IntStream.range(0, SHARDS).mapToObj(this::shard).toList();
    }

    /** Hashes are uniform already. */
    Shard shard(TokenHash hash) {
        return shard(Math.floorMod(hash.hashCode(), SHARDS));
    }

    /** A text's hash code is the same on every node; its high bits count too. */
    Shard shard(String text) {
        int code = text.hashCode();
        return shard(Math.floorMod(code ^ code >>> 16 ^ code >>> 8, SHARDS));
    }

    private Shard shard(int number) {
        return new Shard(this, Integer.toHexString(number));
    }
}
