package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list that a script returned. Whatever has another shape is an outage, not an answer: Lettuce appends the answer to a
 * command that it sent again to the half it already had of the first, which makes one list more.
 */
final class Reply {
    private final String operation;
    private final List<?> elements;

    Reply(String operation, @Nullable Object reply) {
        this.operation = operation;
        this.elements = list(reply);
    }

    /** Whether the first element is this text. */
    boolean is(String outcome) {
        return Arrays.equals(bytes(0), outcome.getBytes(UTF_8));
    }

    byte[] bytes(int index) {
        return bytes(element(index));
    }

    private @Nullable Object element(int index) {
        if (index >= elements.size()) {
            throw unexpected();
        }
        return elements.get(index);
    }

    String text(int index) {
        return new String(bytes(index), UTF_8);
    }

    Optional<String> optionalText(int index) {
        return element(index) == null ? Optional.empty() : Optional.of(text(index));
    }

    long number(int index) {
        if (element(index) instanceof Long number) {
            return number;
        }
        throw unexpected();
    }

    /** Whether the script answered 1. */
    boolean isTrue() {
        return number(0) == 1;
    }

    Row row(int index) {
        List<byte[]> fields = byteList(index);
        if (fields.size() % 2 != 0) {
            throw unexpected();
        }
        return Row.of(fields);
    }

    List<String> texts(int index) {
        return byteList(index).stream().map(bytes -> new String(bytes, UTF_8)).toList();
    }

    private List<byte[]> byteList(int index) {
        List<byte[]> found = new ArrayList<>();
        for (Object element : list(element(index))) {
            found.add(bytes(element));
        }
        return found;
    }

    private byte[] bytes(@Nullable Object element) {
        if (element instanceof byte[] bytes) {
            return bytes;
        }
        throw unexpected();
    }

    private List<?> list(@Nullable Object element) {
        if (element instanceof List<?> list) {
            return list;
        }
        throw unexpected();
    }

    private StoreException unexpected() {
        return new StoreException(operation + ": the reply is not what the script returned, see RedisEval");
    }
}
