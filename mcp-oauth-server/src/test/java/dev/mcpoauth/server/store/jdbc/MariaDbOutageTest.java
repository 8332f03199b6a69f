package dev.mcpoauth.server.store.jdbc;

import java.sql.SQLException;

class MariaDbOutageTest extends OutageContract {

    @Override
    DatabaseServer run() throws SQLException {
        return DatabaseServer.mariaDb();
    }

    @Override
    int impatience() {
        return 1000;
    }
}
