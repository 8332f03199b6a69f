package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.store.OpaqueBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run of a script, put together with our types. */
final class Call {
    private final Redis redis;
    private final String operation;
    private final Script script;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();

    Call(Redis redis, String operation, Script script) {
        this.redis = redis;
        this.operation = operation;
        this.script = script;
    }

    Call key(byte[] key) {
        keys.add(key);
        return this;
    }

    Call keys(List<byte[]> more) {
        keys.addAll(more);
        return this;
    }

    Call arg(byte[] bytes) {
        arguments.add(bytes);
        return this;
    }

    Call arg(String text) {
        return arg(text.getBytes(UTF_8));
    }

    Call arg(long number) {
        return arg(Long.toString(number));
    }

    Call arg(Instant instant) {
        return arg(instant.toEpochMilli());
    }

    Call arg(OpaqueBytes bytes) {
        return arg(bytes.toByteArray());
    }

    /** Fields and values in turn. */
    Call args(Fields fields) {
        arguments.addAll(fields.list());
        return this;
    }

    Call args(List<String> texts) {
        texts.forEach(this::arg);
        return this;
    }

    /** The same after their number, where more follows. */
    Call group(Fields fields) {
        return arg(fields.list().size()).args(fields);
    }

    Reply run() {
        return redis.eval(operation, script, keys, arguments);
    }
}
