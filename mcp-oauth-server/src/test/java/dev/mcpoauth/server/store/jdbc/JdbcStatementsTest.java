package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Samples;
import dev.mcpoauth.core.store.transfer.RowKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often each verb asks the database, and that none of its questions makes the database look at everything it has. */
class JdbcStatementsTest {
    private static final Instant T0 = Transition.T0;
    private static final Instant END = Transition.END;

    private final Set<String> all = new LinkedHashSet<>();
    private FreshDatabase database;
    private CountedStatements statements;
    private OAuthStore store;

    @BeforeEach
    void open() throws Exception {
        database = TestedDatabase.SQLITE.fresh();
        statements = new CountedStatements(database.pool());
        store = JdbcOAuthStore.open(statements.dataSource());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    /** On one connection; {@code BEGIN} and {@code COMMIT} count, although some drivers send the former along. */
    private void assertAsks(int times, Runnable verb) {
        statements.take();
        verb.run();
        assertThat(statements.connections()).isEqualTo(1);
        List<String> asked = statements.take();
        assertThat(asked).hasSize(times);
        all.addAll(asked);
    }

    private static ClientRecord client(String id) {
        return ClientRecord.registered(id, T0, END, OpaqueBytes.empty());
    }

    @Test
    void asksNoMoreThanItMust() {
        var limits = new RegistrationLimits(100);
        assertAsks(6, () -> store.clients().registerIfAbsent("f", client("c"), limits));
        assertAsks(3, () -> store.clients().registerIfAbsent("f", client("d"), limits));
        assertAsks(1, () -> store.clients().find("c"));
        assertAsks(1, () -> store.clients().touch("c", T0, END));
        assertAsks(1, () -> store.clients().update(client("c"), 1));
        Redemption redemption = Redemption.prepared(store);
        assertAsks(1, () -> store.codes().peek(redemption.code()));
        assertAsks(4, () -> store.codes().recordFailure(redemption.code(), T0));
        assertAsks(6, () -> redemption.run(store));
        Rotation rotation = redemption.next();
        assertAsks(1, () -> store.tokens().findRefresh(rotation.presented()));
        assertAsks(6, () -> rotation.run(store));
        assertAsks(4, () -> rotation.isFirst(store));
        assertAsks(1, () -> store.tokens().findAccess(rotation.access()));
        assertAsks(
                1,
                () -> store.tokens()
                        .insertAccess(new AccessRecord(Samples.hash(), "g", "c", T0, END, OpaqueBytes.empty())));
        assertAsks(1, () -> store.tokens().revoke(rotation.access(), Transition.CLIENT, T0));
        assertAsks(2, () -> store.tokens().revoke(rotation.refresh(), Transition.CLIENT, T0));
        var transaction = TransactionRecord.begun(Samples.hash(), T0, END, OpaqueBytes.empty());
        assertAsks(1, () -> store.transactions().put(transaction));
        assertAsks(1, () -> store.transactions().get(transaction.id(), T0));
        assertAsks(1, () -> store.transactions().advance(transaction, 1, T0));
        assertAsks(4, () -> store.transactions().take(transaction.id(), T0));
        TokenHash jti = Samples.hash();
        assertAsks(1, () -> store.replay().putIfAbsent(ReplayScope.DPOP, jti, T0, END));
        assertAsks(1, () -> store.grants().find(rotation.grant()));
        assertAsks(1, () -> store.grants().revoke(rotation.grant(), RevokeReason.OPERATOR, T0));
        assertAsks(1, () -> store.clients().delete("c"));
    }

    /** Statements that are the same everywhere; SQLite, which has no statistics, is the one that takes them literally. */
    @Test
    void looksAtNothingThatItDoesNotNeed() throws SQLException {
        asksNoMoreThanItMust();
        runTheOthers();
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement explain = connection.createStatement()) {
            for (String statement : all) {
                if (!statement.matches("BEGIN.*|COMMIT")) {
                    String plan = plan(explain, statement);
                    assertThat(plan).as(statement).doesNotContainPattern("SCAN (?!unexpired)");
                    assertThat(plan.contains("oauth_grant_by_subject"))
                            .as(statement)
                            .isEqualTo(statement.contains("AND subject = ?"));
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(40);
    }

    private void runTheOthers() {
        Rotation rotation = Rotation.prepared(store);
        store.clients().registerIfAbsent("f", client("c"), RegistrationLimits.UNLIMITED);
        store.transactions().put(TransactionRecord.begun(Samples.hash(), T0, T0, OpaqueBytes.empty()));
        statements.take();
        store.grants().updateSealedProps(rotation.grant(), OpaqueBytes.empty(), 1);
        for (GrantSelector by : List.of(
                new GrantSelector.OfSubject("alice"),
                new GrantSelector.OfClient("c"),
                new GrantSelector.OfSubjectAndClient("alice", "c"),
                new GrantSelector.OfSubjectClientAndRedirect("alice", "c", ""))) {
            store.grants().list(by, new Cursor("a"), 5);
            store.grants().revokeWhere(by, RevokeReason.OPERATOR, T0);
        }
        store.clients().list(new Cursor("a"), 5);
        for (RowKind kind : RowKind.values()) {
            ((JdbcOAuthStore) store).rows(kind, new Cursor("a"), 5);
        }
        TokenHash jti = Samples.hash();
        store.replay().putIfAbsent(ReplayScope.DPOP, jti, T0, T0);
        store.replay().putIfAbsent(ReplayScope.DPOP, jti, T0, END);
        store.purge(END, 1000);
        all.addAll(statements.take());
    }

    private static String plan(Statement explain, String statement) throws SQLException {
        var lines = new StringJoiner("\n");
        try (ResultSet rows = explain.executeQuery("EXPLAIN QUERY PLAN " + statement)) {
            while (rows.next()) {
                lines.add(rows.getString("detail"));
            }
        }
        return lines.toString();
    }
}
