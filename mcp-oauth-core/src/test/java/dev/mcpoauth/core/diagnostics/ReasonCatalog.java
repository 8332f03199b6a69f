package dev.mcpoauth.core.diagnostics;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

/** The reasons that a class of constants has. */
public final class ReasonCatalog {
    private ReasonCatalog() {}

    /** All of them, in the order in which they are declared. */
    public static List<Reason> of(Class<?> constants) {
        return Arrays.stream(constants.getFields())
                .filter(field -> field.getType() == Reason.class)
                .map(ReasonCatalog::value)
                .toList();
    }

    private static Reason value(Field field) {
        try {
            return (Reason) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
