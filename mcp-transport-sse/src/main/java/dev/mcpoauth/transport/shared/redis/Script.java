package dev.mcpoauth.transport.shared.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.transport.shared.SharedStateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** A Lua script from the resources, which always answers a list. Immutable. */
final class Script {

    private final String name;
    private final byte[] text;

    Script(String name) {
        this.name = name;
        try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) throw new IllegalStateException("no script " + name);
            text = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it; arguments are texts and numbers. */
    List<?> run(RedisEval redis, List<String> keys, Object... arguments) {
        List<byte[]> keyBytes = keys.stream().map(key -> key.getBytes(UTF_8)).toList();
        List<byte[]> argumentBytes = Arrays.stream(arguments)
                .map(argument -> argument.toString().getBytes(UTF_8))
                .toList();
        try {
            return (List<?>) redis.eval(text, keyBytes, argumentBytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SharedStateException("interrupted in " + name, e);
        } catch (Exception e) {
            throw new SharedStateException("Redis did not answer " + name, e);
        }
    }

    /** An element that is a text. */
    static String text(Object element) {
        return new String((byte[]) element, UTF_8);
    }
}
