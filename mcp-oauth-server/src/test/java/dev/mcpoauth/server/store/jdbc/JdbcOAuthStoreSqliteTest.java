package dev.mcpoauth.server.store.jdbc;

class JdbcOAuthStoreSqliteTest extends JdbcStoreContract {

    @Override
    TestedDatabase kind() {
        return TestedDatabase.SQLITE;
    }
}
