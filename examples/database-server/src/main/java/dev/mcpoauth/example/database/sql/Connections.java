package dev.mcpoauth.example.database.sql;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * Connections to the bookshop database, by what they may do. The reader may {@code SELECT} from the tables of the shop,
 * the writer may also insert, update and delete there; neither may define, configure or call Java. Each use gets a
 * connection of its own and closes it: opening one takes microseconds, and no setting, variable, temporary table or lock
 * of one caller reaches the next.
 */
final class Connections implements AutoCloseable {

    private static final String SESSION = ";SCHEMA=SHOP;LAZY_QUERY_EXECUTION=TRUE;LOCK_TIMEOUT=2000";
    private static final List<String> SETTINGS = List.of(
            "set db_close_delay -1",
            // A change is in the file before it is acknowledged.
            "set write_delay 0",
            "create user if not exists reader password ''",
            "create user if not exists writer password ''",
            "grant select on schema shop to reader",
            "grant select, insert, update, delete on schema shop to writer");

    private final String url;
    private final String password;

    private Connections(String url, String password) {
        this.url = url;
        this.password = password;
    }

    static Connections open(Path directory) throws SQLException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Connections connections =
                new Connections(DataFile.in(directory), HexFormat.of().formatHex(random));
        connections.prepare();
        return connections;
    }

    private void prepare() throws SQLException {
        try (Connection owner = owner();
                Statement statement = owner.createStatement()) {
            for (String setting : SETTINGS) statement.execute(setting);
            statement.execute("alter user reader set password '" + password + "'");
            statement.execute("alter user writer set password '" + password + "'");
        }
    }

    /** A connection that can read. */
    Connection reader() throws SQLException {
        return connect("READER");
    }

    /** A connection that can read and change rows. */
    Connection writer() throws SQLException {
        return connect("WRITER");
    }

    private Connection connect(String user) throws SQLException {
        Connection connection = DriverManager.getConnection(url + SESSION, user, password);
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection owner() throws SQLException {
        return DriverManager.getConnection(url + ";DB_CLOSE_ON_EXIT=FALSE", DataFile.OWNER, DataFile.NO_PASSWORD);
    }

    /** Writes everything to the file and closes it. */
    @Override
    public void close() throws SQLException {
        try (Connection owner = owner();
                Statement statement = owner.createStatement()) {
            statement.execute("shutdown");
        }
    }
}
