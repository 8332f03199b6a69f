package dev.mcpoauth.example.database.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Closes a connection that turns out to be read-only (SQLSTATE 25006, MariaDB error 1290). After a failover it may still lead to the server that
 * is the standby now, and a pool that keeps it would never find the new primary.
 */
final class LeaveTheStandby implements SQLExceptionOverride {

    private static final String READ_ONLY = "25006";
    private static final int MARIADB_READ_ONLY = 1290;

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        boolean isReadOnly = READ_ONLY.equals(failure.getSQLState()) || failure.getErrorCode() == MARIADB_READ_ONLY;
        return isReadOnly ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
