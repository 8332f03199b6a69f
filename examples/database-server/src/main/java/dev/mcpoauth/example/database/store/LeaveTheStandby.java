package dev.mcpoauth.example.database.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Closes a connection that turns out to be read-only (SQLSTATE 25006). After a failover it may still lead to the server that
 * is the standby now, and a pool that keeps it would never find the new primary.
 */
final class LeaveTheStandby implements SQLExceptionOverride {

    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
