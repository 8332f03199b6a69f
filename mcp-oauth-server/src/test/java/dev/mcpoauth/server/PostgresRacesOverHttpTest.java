package dev.mcpoauth.server;

import dev.mcpoauth.server.store.backend.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A hundred requests over HTTP race for one credential, on PostgreSQL")
class PostgresRacesOverHttpTest extends JdbcRacesOverHttpTest {

    @Override
    String database() throws Exception {
        String name = "races_" + UUID.randomUUID().toString().replace("-", "");
        String url = PostgresServer.shared().url();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url.replace("/postgres?", "/" + name + "?");
    }
}
