package dev.mcpoauth.server.store.jdbc;

class JdbcOAuthStoreMariaDbTest extends JdbcStoreContract {

    @Override
    TestedDatabase kind() {
        return TestedDatabase.MARIADB;
    }
}
