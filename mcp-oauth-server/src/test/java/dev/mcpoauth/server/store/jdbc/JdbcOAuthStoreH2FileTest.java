package dev.mcpoauth.server.store.jdbc;

class JdbcOAuthStoreH2FileTest extends JdbcStoreContract {

    @Override
    TestedDatabase kind() {
        return TestedDatabase.H2_FILE;
    }
}
