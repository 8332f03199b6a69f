package dev.mcpoauth.example.database.store;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;

/** How to connect to a database by JDBC. */
final class JdbcPool {

    private JdbcPool() {}

    static HikariConfig embedded(Path directory, StoreLimits limits) {
        HikariConfig config = config(limits);
        // Written before it is acknowledged: a crash loses nothing that a client was told.
        config.setJdbcUrl("jdbc:h2:file:" + directory.resolve("oauth").toAbsolutePath()
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        config.setUsername("oauth");
        config.setPassword("");
        return config;
    }

    static HikariConfig shared(StoreUrl url, StoreLimits limits) {
        HikariConfig config = config(limits);
        config.setJdbcUrl(url.address());
        url.user().ifPresent(config::setUsername);
        url.password().ifPresent(config::setPassword);
        boolean inSeconds = url.address().startsWith("jdbc:postgresql:");
        config.addDataSourceProperty("connectTimeout", time(limits.patienceMillis(), inSeconds));
        config.addDataSourceProperty("socketTimeout", time(limits.answerMillis(), inSeconds));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        url.driverParameters().forEach(config::addDataSourceProperty);
        config.setInitializationFailTimeout(limits.patienceMillis());
        config.setExceptionOverride(new LeaveTheStandby());
        return config;
    }

    private static HikariConfig config(StoreLimits limits) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("oauth");
        config.setMaximumPoolSize(limits.connections());
        config.setConnectionTimeout(limits.patienceMillis());
        config.setValidationTimeout(limits.patienceMillis());
        return config;
    }

    private static String time(int millis, boolean inSeconds) {
        return String.valueOf(inSeconds ? (millis + 999) / 1000 : millis);
    }
}
