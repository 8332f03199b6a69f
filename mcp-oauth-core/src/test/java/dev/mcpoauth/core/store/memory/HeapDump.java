package dev.mcpoauth.core.store.memory;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Every text and byte array that can be reached from an object of ours through fields and maps. */
final class HeapDump {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private HeapDump() {}

    static byte[] of(Object root) {
        var dump = new HeapDump();
        dump.visit(root);
        return dump.bytes.toByteArray();
    }

    private void visit(Object value) {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof byte[] array) {
            bytes.writeBytes(array);
        } else if (value instanceof String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, row) -> {
                visit(key);
                visit(row);
            });
        } else if (value.getClass().getName().startsWith("dev.mcpoauth.")) {
            visitFields(value);
        }
    }

    private void visitFields(Object value) {
        for (Field field : value.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                try {
                    visit(field.get(value));
                } catch (IllegalAccessException e) {
                    throw new LinkageError("made accessible above", e);
                }
            }
        }
    }
}
