package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** What a thief of a Redis would hold. */
final class RedisDump {
    private RedisDump() {}

    /** Every key of a prefix with every value. */
    static byte[] ofKeys(Jedis jedis, String prefix) {
        var dump = new ByteArrayOutputStream();
        var matching = new ScanParams().match(prefix + ":*").count(1000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> found = jedis.scan(cursor, matching);
            found.getResult().forEach(key -> append(dump, jedis, key));
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return dump.toByteArray();
    }

    private static void append(ByteArrayOutputStream dump, Jedis jedis, String key) {
        byte[] name = key.getBytes(UTF_8);
        dump.writeBytes(name);
        switch (jedis.type(key)) {
            case "hash" ->
                jedis.hgetAll(name).forEach((field, value) -> {
                    dump.writeBytes(field);
                    dump.writeBytes(value);
                });
            case "zset" -> jedis.zrange(name, 0, -1).forEach(dump::writeBytes);
            case "string" -> dump.writeBytes(jedis.get(name));
            case "none" -> dump.writeBytes(new byte[0]);
            default -> throw new AssertionError("a key of an unexpected type: " + key);
        }
    }

    /** The files to which Redis appends each change. */
    static byte[] ofFiles(Jedis jedis) throws IOException {
        var dump = new ByteArrayOutputStream();
        Path folder = Path.of(jedis.configGet("dir").get("dir"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".aof")).toList()) {
                dump.writeBytes(Files.readAllBytes(file));
            }
        }
        return dump.toByteArray();
    }
}
