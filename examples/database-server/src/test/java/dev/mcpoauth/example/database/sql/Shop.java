package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.Parameters.Positional;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Short ways to ask the bookshop database in tests. */
final class Shop {

    private Shop() {}

    static SqlStatement sql(String text, Object... values) {
        return new SqlStatement(
                text, new Positional(Arrays.stream(values).map(Optional::of).toList()));
    }

    static QueryResult query(SqlDatabase database, String text, Object... values) throws Exception {
        return database.query(sql(text, values), 100, Watch.PATIENT);
    }

    static Object single(SqlDatabase database, String text, Object... values) throws Exception {
        return query(database, text, values).rows().get(0).get(0).orElseThrow();
    }

    static ChangeResult change(SqlDatabase database, SqlStatement... statements) throws Exception {
        return database.change(List.of(statements), Watch.PATIENT);
    }
}
