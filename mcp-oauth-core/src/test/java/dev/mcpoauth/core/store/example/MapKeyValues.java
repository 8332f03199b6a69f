package dev.mcpoauth.core.store.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A backend in the heap, which several stores may share, and which can be down. */
final class MapKeyValues implements KeyValues {
    private final TreeMap<String, Versioned> values = new TreeMap<>();
    private long lastVersion = ABSENT;
    private boolean down;

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    private void reach() throws IOException {
        if (down) {
            throw new IOException("the backend is down");
        }
    }

    @Override
    public synchronized Optional<Versioned> get(String key) throws IOException {
        reach();
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public synchronized List<Versioned> scan(String prefix, String after, int limit) throws IOException {
        reach();
        String start = after.compareTo(prefix) > 0 ? after : prefix;
        return values.tailMap(start, false).values().stream()
                .takeWhile(value -> value.key().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean commit(List<Write> writes) throws IOException {
        reach();
        boolean allHold = writes.stream().allMatch(write -> version(write.key()) == write.expected());
        if (allHold) {
            lastVersion++;
            writes.forEach(this::apply);
        }
        return allHold;
    }

    private long version(String key) {
        Versioned found = values.get(key);
        return found == null ? ABSENT : found.version();
    }

    private void apply(Write write) {
        if (write.value().isPresent()) {
            values.put(write.key(), new Versioned(write.key(), write.value().get(), lastVersion));
        } else {
            values.remove(write.key());
        }
    }

    synchronized byte[] dump() {
        var dump = new ByteArrayOutputStream();
        values.values().forEach(value -> {
            dump.writeBytes(value.key().getBytes(StandardCharsets.UTF_8));
            dump.writeBytes(value.value());
        });
        return dump.toByteArray();
    }
}
