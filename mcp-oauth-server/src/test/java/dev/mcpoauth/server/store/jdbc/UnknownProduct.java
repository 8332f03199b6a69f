package dev.mcpoauth.server.store.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

/** A connection to a database that nobody has written a dialect for. */
final class UnknownProduct {
    private UnknownProduct() {}

    static Connection connection() {
        DatabaseMetaData metadata = answering(DatabaseMetaData.class, "Unheard-of");
        return answering(Connection.class, metadata);
    }

    private static <T> T answering(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                UnknownProduct.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType().isInstance(answer) ? answer : null));
    }
}
