package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.Parameters.Named;
import dev.mcpoauth.example.database.sql.Parameters.Positional;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One statement with the values of its parameters. */
public record SqlStatement(String sql, Parameters parameters) {

    private static final int LONGEST = 50_000;
    private static final int MOST_PARAMETERS = 500;
    private static final int MOST_DIGITS = 1_000;

    /** The statement in the form of JDBC: only {@code ?}, and no semicolon at the end. */
    record Positioned(String sql, List<Optional<Object>> values) {

        void bind(PreparedStatement statement) throws SQLException, SqlRefused {
            int expected = statement.getParameterMetaData().getParameterCount();
            if (expected != values.size()) throw wrongCount(expected);
            for (int i = 0; i < expected; i++) {
                statement.setObject(i + 1, values.get(i).orElse(null));
            }
        }

        private SqlRefused wrongCount(int expected) {
            String text = "the statement has " + expected + " parameters, but " + values.size() + " values were given";
            return new SqlRefused(SqlRefused.Reason.PARAMETERS, text);
        }
    }

    Positioned positioned() throws SqlRefused {
        if (sql.length() > LONGEST) throw tooLarge("a statement may have " + LONGEST + " characters");
        Positioned positioned = withoutNames();
        if (positioned.values().size() > MOST_PARAMETERS) {
            throw tooLarge("a statement may have " + MOST_PARAMETERS + " parameters");
        }
        if (positioned.values().stream().anyMatch(SqlStatement::isHuge)) {
            throw tooLarge("a number may have " + MOST_DIGITS + " digits");
        }
        return positioned;
    }

    // The engine writes numbers out: 1e200000000 is short here and a hundred megabytes there.
    private static boolean isHuge(Optional<Object> value) {
        return value.orElse("") instanceof BigDecimal number
                && Math.max(number.precision(), Math.abs((long) number.scale())) > MOST_DIGITS;
    }

    private Positioned withoutNames() throws SqlRefused {
        String text = withoutLastSemicolon(sql);
        if (parameters instanceof Positional positional) return new Positioned(text, positional.values());
        NamedMarks marks = NamedMarks.in(text);
        return new Positioned(marks.sql(), ((Named) parameters).inOrder(marks.names()));
    }

    private static String withoutLastSemicolon(String sql) {
        String text = sql.strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private static SqlRefused tooLarge(String text) {
        return new SqlRefused(SqlRefused.Reason.SIZE_LIMIT, text);
    }
}
