package dev.mcpoauth.server.store.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The servers that other tests rely on do what those tests believe. */
class BackendsTest {

    @Test
    void aKilledServerComesBackWithWhatWasCommitted() throws SQLException {
        Path folder;
        try (PostgresServer server = PostgresServer.run()) {
            folder = server.folder();
            execute(server.url(), "CREATE TABLE t (a INT)");
            server.kill();
            assertThatThrownBy(() -> DriverManager.getConnection(server.url())).isInstanceOf(SQLException.class);
            server.start();
            execute(server.url(), "INSERT INTO t VALUES (1)");
        }
        assertThat(Files.exists(folder)).isFalse();
    }

    @Test
    void mariaDbAndRedisAnswer() throws SQLException {
        execute(MariaDbServer.shared().url("here"), "CREATE TABLE t (a INT)");
        assertThat(RedisServer.shared().isReady()).isTrue();
    }

    @Test
    void aLinkLosesTheAnswerButNotTheRequest() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        try (var link = new Link(server.port());
                Connection direct = DriverManager.getConnection(server.url());
                Connection connection = DriverManager.getConnection(server.urlThrough(link.port()));
                Statement statement = connection.createStatement()) {
            link.loseAnswerAfter(0);
            assertThatThrownBy(() -> statement.execute("CREATE TABLE lost_answer (a INT)"))
                    .isInstanceOf(SQLException.class);
            direct.createStatement().execute("DROP TABLE lost_answer");
            execute(server.urlThrough(link.port()), "SELECT 1");
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
