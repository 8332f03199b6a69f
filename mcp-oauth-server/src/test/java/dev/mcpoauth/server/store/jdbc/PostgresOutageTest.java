package dev.mcpoauth.server.store.jdbc;

class PostgresOutageTest extends OutageContract {

    @Override
    DatabaseServer run() {
        return DatabaseServer.postgres();
    }

    @Override
    int impatience() {
        return 1;
    }
}
