package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.MariaDbServer;
import dev.mcpoauth.server.store.backend.PostgresServer;
import java.sql.SQLException;

/** A server that may be killed, frozen and made read-only, with one database for an application that may not change that. */
interface DatabaseServer {

    LocalServer process();

    /** The database, for the application, through something that listens on this port. */
    String url(int port);

    /** Whether applications may write; takes effect soon. */
    void readOnly(boolean isReadOnly) throws SQLException;

    static DatabaseServer postgres() {
        return new Postgres(PostgresServer.run());
    }

    static DatabaseServer mariaDb() throws SQLException {
        MariaDbServer process = MariaDbServer.run();
        FreshDatabase.execute(process.url(MariaDb.NAME), "CREATE USER application@'127.0.0.1'");
        FreshDatabase.execute(process.url(MariaDb.NAME), "GRANT ALL ON application.* TO application@'127.0.0.1'");
        return new MariaDb(process);
    }

    /** PostgreSQL. */
    record Postgres(PostgresServer process) implements DatabaseServer {
        @Override
        public String url(int port) {
            return process.urlThrough(port);
        }

        @Override
        public void readOnly(boolean isReadOnly) throws SQLException {
            String url = process.url() + "&options=-cdefault_transaction_read_only=off";
            String setting = isReadOnly ? "on" : "off";
            FreshDatabase.execute(url, "ALTER SYSTEM SET default_transaction_read_only = " + setting);
            FreshDatabase.execute(url, "SELECT pg_reload_conf()");
        }
    }

    /** MariaDB. Its administrator may always write, so the application is somebody else. */
    record MariaDb(MariaDbServer process) implements DatabaseServer {
        private static final String NAME = "application";

        @Override
        public String url(int port) {
            return process.urlThrough(port, NAME).replace("user=root", "user=" + NAME);
        }

        @Override
        public void readOnly(boolean isReadOnly) throws SQLException {
            FreshDatabase.execute(process.url(NAME), "SET GLOBAL read_only = " + (isReadOnly ? 1 : 0));
        }
    }
}
