package dev.mcpoauth.example.benchmarks.endpoint;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool that counts: connections that are lent, statements, and commits. A statement that changes something without a transaction around
 * it is a commit by itself; what begins and ends a transaction is no statement here, however it is said.
 */
final class CountedPool {
    private static final Set<String> ENDS = Set.of("COMMIT", "ROLLBACK");

    private final DataSource pool;
    final AtomicLong borrowed = new AtomicLong();
    final AtomicLong statements = new AtomicLong();
    final AtomicLong commits = new AtomicLong();

    CountedPool(DataSource pool) {
        this.pool = pool;
    }

    /** The pool, counted. */
    DataSource dataSource() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = invoke(pool, method, arguments);
            if (!(result instanceof Connection connection)) return result;
            borrowed.incrementAndGet();
            return proxy(Connection.class, new Lent(connection));
        });
    }

    /** A connection that is lent, and whether a transaction was begun on it by a statement. */
    private final class Lent implements InvocationHandler {
        private final Connection connection;
        private boolean begun;

        private Lent(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("commit")) commits.incrementAndGet();
            Object result = CountedPool.invoke(connection, method, arguments);
            if (result instanceof PreparedStatement prepared) return counted(PreparedStatement.class, prepared);
            if (result instanceof Statement plain) return counted(Statement.class, plain);
            return result;
        }

        private <T extends Statement> T counted(Class<T> type, T statement) {
            return proxy(type, (self, method, arguments) -> {
                if (method.getName().startsWith("execute")) count(method.getName(), arguments);
                return CountedPool.invoke(statement, method, arguments);
            });
        }

        private void count(String method, Object @Nullable [] arguments) throws SQLException {
            String text = arguments == null ? "" : String.valueOf(arguments[0]);
            if (text.startsWith("BEGIN") || text.startsWith("START TRANSACTION")) {
                begun = true;
            } else if (ENDS.contains(text)) {
                begun = false;
                if (text.equals("COMMIT")) commits.incrementAndGet();
            } else {
                statements.incrementAndGet();
                if (!method.equals("executeQuery") && !begun && connection.getAutoCommit()) commits.incrementAndGet();
            }
        }
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
