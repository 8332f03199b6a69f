package dev.mcpoauth.server.store.backend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** MariaDB, with nobody asked for a password. */
public final class MariaDbServer extends LocalServer {
    private static final String PACKAGE = "mariadb-server";
    private static final String USER = System.getProperty("user.name");

    private final Path program;

    private MariaDbServer(Path program) {
        this.program = program;
    }

    /** Runs one; the test that calls it is skipped where MariaDB is not installed. */
    public static MariaDbServer run() {
        var server = new MariaDbServer(Programs.require("mariadbd", PACKAGE));
        run(List.of(
                Programs.require("mariadb-install-db", PACKAGE).toString(),
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + server.folder().resolve("db"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        server.start();
        return server;
    }

    /** One for all tests of this process, never disturbed. */
    public static MariaDbServer shared() {
        // Before the class below is touched: a class that failed to load would not skip the tests after the first.
        Programs.require("mariadbd", PACKAGE);
        return Shared.SERVER;
    }

    private static final class Shared {
        static final MariaDbServer SERVER = run();
    }

    @Override
    List<String> command(Path data, int servedPort) {
        return List.of(
                program.toString(),
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + data.resolve("db"),
                "--socket=" + data.resolve("socket"),
                "--pid-file=" + data.resolve("pid"),
                "--bind-address=" + host(),
                "--port=" + servedPort,
                "--max-connections=300",
                "--max-allowed-packet=16M",
                "--skip-name-resolve");
    }

    /** The address of a database, which is made if it is not there. */
    public String url(String database) {
        return urlThrough(port(), database);
    }

    /** The same through something that listens on another port of this machine. */
    public String urlThrough(int otherPort, String database) {
        return "jdbc:mariadb://" + host() + ":" + otherPort + "/" + database
                + "?user=root&createDatabaseIfNotExist=true";
    }

    @Override
    boolean isReady() {
        try (Connection connection = DriverManager.getConnection(url("mysql"))) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }
}
