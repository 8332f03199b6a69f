package dev.mcpoauth.server.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Notes every statement that goes through it, and each commit. Not thread-safe. */
final class CountedStatements {
    private final List<String> seen = new ArrayList<>();
    private final DataSource dataSource;
    private int connections;

    CountedStatements(DataSource real) {
        this.dataSource = proxy(DataSource.class, real, "");
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** What was seen since this was asked last. */
    List<String> take() {
        List<String> taken = List.copyOf(seen);
        seen.clear();
        connections = 0;
        return taken;
    }

    int connections() {
        return connections;
    }

    private <T> T proxy(Class<T> type, Object target, String prepared) {
        return type.cast(Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String name = method.getName();
                    String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                            ? text
                            : prepared;
                    if (name.startsWith("execute")) {
                        seen.add(sql);
                    } else if (name.equals("commit")) {
                        seen.add("COMMIT");
                    } else if (name.equals("getConnection") && type == DataSource.class) {
                        connections++;
                    }
                    try {
                        return wrap(method.invoke(target, arguments), sql);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private Object wrap(Object result, String sql) {
        if (result instanceof PreparedStatement prepared) {
            return proxy(PreparedStatement.class, prepared, sql);
        }
        if (result instanceof Statement statement) {
            return proxy(Statement.class, statement, "");
        }
        return result instanceof Connection connection ? proxy(Connection.class, connection, "") : result;
    }
}
