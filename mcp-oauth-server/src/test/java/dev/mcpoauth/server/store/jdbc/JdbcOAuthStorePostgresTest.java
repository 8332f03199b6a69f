package dev.mcpoauth.server.store.jdbc;

class JdbcOAuthStorePostgresTest extends JdbcStoreContract {

    @Override
    TestedDatabase kind() {
        return TestedDatabase.POSTGRESQL;
    }
}
