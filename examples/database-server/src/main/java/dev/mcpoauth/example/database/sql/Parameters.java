package dev.mcpoauth.example.database.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values for the marks in a statement: a text, number, truth value, or empty for NULL. */
public sealed interface Parameters {

    /** No values. */
    Parameters NONE = new Positional(List.of());

    /** Values for {@code ?}, from left to right. */
    record Positional(List<Optional<Object>> values) implements Parameters {
        public Positional {
            values = List.copyOf(values);
        }
    }

    /** Values for {@code :name}. A name may be used several times in the statement, and each must be used. */
    record Named(Map<String, Optional<Object>> values) implements Parameters {
        public Named {
            values = Map.copyOf(values);
        }

        List<Optional<Object>> inOrder(List<String> names) throws SqlRefused {
            Set<String> unused = new HashSet<>(values.keySet());
            List<Optional<Object>> ordered = new ArrayList<>();
            for (String name : names) {
                Optional<Object> value = values.get(name);
                if (value == null) throw refused("no value for the parameter :" + name);
                ordered.add(value);
                unused.remove(name);
            }
            if (!unused.isEmpty())
                throw refused(
                        "the statement has no parameter :" + unused.iterator().next());
            return ordered;
        }

        private static SqlRefused refused(String text) {
            return new SqlRefused(SqlRefused.Reason.PARAMETERS, text);
        }
    }
}
