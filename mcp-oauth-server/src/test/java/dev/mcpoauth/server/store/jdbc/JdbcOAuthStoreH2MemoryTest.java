package dev.mcpoauth.server.store.jdbc;

class JdbcOAuthStoreH2MemoryTest extends JdbcStoreContract {

    @Override
    TestedDatabase kind() {
        return TestedDatabase.H2_MEMORY;
    }
}
