package dev.mcpoauth.server.store.backend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL, with nobody asked for a password. It refuses to run as root, so there it runs as {@code postgres}. */
public final class PostgresServer extends LocalServer {
    private static final String NAME = "postgres";
    private static final String PACKAGE = "postgresql";

    private final Path program;

    private PostgresServer(Path program) {
        this.program = program;
    }

    /** Runs one; the test that calls it is skipped where PostgreSQL is not installed. */
    public static PostgresServer run() {
        Path program = Programs.require(NAME, PACKAGE);
        var server = new PostgresServer(program);
        if (isRoot()) {
            run(List.of("chown", NAME, server.folder().toString()));
        }
        run(server.asItself(List.of(
                program.resolveSibling("initdb").toString(),
                "-D",
                server.folder().resolve("db").toString(),
                "-U",
                NAME,
                "-A",
                "trust",
                "--no-sync")));
        server.start();
        return server;
    }

    /** One for all tests of this process, never disturbed. */
    public static PostgresServer shared() {
        // Before the class below is touched: a class that failed to load would not skip the tests after the first.
        Programs.require(NAME, PACKAGE);
        return Shared.SERVER;
    }

    private static final class Shared {
        static final PostgresServer SERVER = run();
    }

    @Override
    List<String> command(Path data, int servedPort) {
        return asItself(List.of(
                program.toString(),
                "-D",
                data.resolve("db").toString(),
                "-p",
                String.valueOf(servedPort),
                "-c",
                "listen_addresses=" + host(),
                "-c",
                "unix_socket_directories=" + data,
                "-c",
                "max_connections=300"));
    }

    private List<String> asItself(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + NAME, "--regid=" + NAME, "--clear-groups"));
        all.addAll(command);
        return all;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The address of its one database. */
    public String url() {
        return urlThrough(port());
    }

    /** The same through something that listens on another port of this machine. */
    public String urlThrough(int otherPort) {
        return "jdbc:postgresql://" + host() + ":" + otherPort + "/postgres?user=" + NAME;
    }

    @Override
    boolean isReady() {
        try (Connection connection = DriverManager.getConnection(url())) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }
}
