package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Race;
import dev.mcpoauth.core.store.contract.Samples;
import dev.mcpoauth.server.store.backend.Link;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Invariant 21 on a server of its own: an outage is said to be one and in time, is never taken for a refusal, leaves nothing
 * half done, and when it passes the store goes on without a restart.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutageContract {
    private static final Duration IMPATIENT = Duration.ofSeconds(1);
    private static final Duration PATIENT = Duration.ofMinutes(10);
    /** More than any transition has, on any database. */
    private static final int MANY_ANSWERS = 30;

    private static final int ROTATIONS = 60;

    private final List<HikariDataSource> pools = new ArrayList<>();
    private DatabaseServer server;
    private volatile boolean frozen;

    abstract DatabaseServer run() throws SQLException;

    final DatabaseServer server() {
        return server;
    }

    @BeforeAll
    void runServer() throws SQLException {
        server = run();
        JdbcOAuthStore.open(pool(port()));
    }

    /** A driver may wait for a frozen server when its connection is closed. */
    @AfterEach
    void closePools() {
        if (frozen) {
            thaw();
        }
        pools.forEach(HikariDataSource::close);
        pools.clear();
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.process().close();
        }
    }

    private int port() {
        return server.process().port();
    }

    private void thaw() {
        server.process().thaw();
        frozen = false;
    }

    private HikariDataSource pool(int port) {
        return pool(server.url(port));
    }

    final HikariDataSource pool(String url) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(4);
        pool.setConnectionTimeout(IMPATIENT.toMillis());
        pool.setValidationTimeout(IMPATIENT.toMillis() / 2);
        pools.add(pool);
        return pool;
    }

    private static void assertOutage(ThrowingCallable... verbs) {
        for (ThrowingCallable verb : verbs) {
            assertThatThrownBy(verb).isInstanceOf(StoreException.class);
        }
    }

    /** What has not happened does, once the store has a connection again. */
    private static void assertGoesOn(OAuthStore store, Transition interrupted) {
        Awaitility.await("recovery")
                .ignoreException(StoreException.class)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> store.grants().find("none").isEmpty());
        assertThat(interrupted.happened(store)).isFalse();
        interrupted.run(store);
        assertThat(interrupted.happened(store)).isTrue();
    }

    @Test
    void aServerThatIsDownIsAnOutageUntilItIsBack() {
        OAuthStore store = JdbcOAuthStore.over(pool(port()), IMPATIENT);
        Redemption redemption = Redemption.prepared(store);
        Rotation rotation = Rotation.prepared(store);
        server.process().kill();
        assertOutage(
                () -> redemption.run(store),
                () -> rotation.run(store),
                () -> store.tokens().findAccess(rotation.access()),
                () -> store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), Transition.T0, Transition.END),
                () -> store.grants().revoke(rotation.grant(), RevokeReason.OPERATOR, Transition.T0),
                () -> store.purge(Transition.T0, 10));
        server.process().start();
        assertGoesOn(store, redemption);
        assertGoesOn(store, rotation);
    }

    /** The data source knows no timeout, so the store's own holds: PostgreSQL and MariaDB would let a client wait for good. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFrozenServerIsAnOutageWithinThePatienceOfTheStore() {
        assertAFreezeIsAnOutage(pool(port()), IMPATIENT);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTimeoutOfTheDataSourceIsKept() {
        assertAFreezeIsAnOutage(pool(server.url(port()) + "&socketTimeout=" + impatience()), PATIENT);
    }

    /** One second, in the unit of the driver. */
    abstract int impatience();

    private void assertAFreezeIsAnOutage(HikariDataSource pool, Duration patience) {
        OAuthStore store = JdbcOAuthStore.over(pool, patience);
        Redemption redemption = Redemption.prepared(store);
        Rotation rotation = Rotation.prepared(store);
        server.process().freeze();
        frozen = true;
        try {
            assertOutage(
                    () -> redemption.run(store),
                    () -> rotation.run(store),
                    () -> store.tokens().findAccess(rotation.access()));
        } finally {
            thaw();
        }
        assertGoesOn(store, redemption);
        assertGoesOn(store, rotation);
    }

    /** What only asks is answered; everything that would have to write is an outage. */
    @Test
    void aReadOnlyDatabaseAnswersQuestions() throws SQLException {
        HikariDataSource pool = pool(port());
        pool.setMaximumPoolSize(1);
        OAuthStore store = JdbcOAuthStore.over(pool);
        Redemption redemption = Redemption.prepared(store);
        Rotation rotation = Rotation.prepared(store);
        var transaction = TransactionRecord.begun(Samples.hash(), Transition.T0, Transition.END, OpaqueBytes.empty());
        store.transactions().put(transaction);
        server.readOnly(true);
        try {
            Awaitility.await("read-only").until(() -> isRefused(() -> seeOnce(store)));
            assertOutage(
                    () -> redemption.run(store),
                    () -> rotation.run(store),
                    () -> store.transactions().take(transaction.id(), Transition.T0),
                    () -> store.grants().revoke(rotation.grant(), RevokeReason.OPERATOR, Transition.T0),
                    () -> store.tokens().revoke(rotation.presented(), Transition.CLIENT, Transition.T0),
                    () -> store.purge(Transition.END, 10));
            assertThat(rotation.happened(store)).isFalse();
            assertThat(store.codes().peek(redemption.code())).isPresent();
            assertThat(JdbcOAuthStore.open(pool).grants().find(rotation.grant()))
                    .as("a node that starts now")
                    .isPresent();
        } finally {
            server.readOnly(false);
        }
        Awaitility.await("writable").until(() -> !isRefused(() -> seeOnce(store)));
        assertGoesOn(store, redemption);
        assertGoesOn(store, rotation);
    }

    private static void seeOnce(OAuthStore store) {
        store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), Transition.T0, Transition.END);
    }

    private static boolean isRefused(Runnable verb) {
        try {
            verb.run();
            return false;
        } catch (StoreException e) {
            return true;
        }
    }

    /** Invariant 5, at every answer of the server on the way of a transition, up to that of its commit. */
    @Test
    void aLostAnswerLeavesNothingHalfDoneAndTheClientMayTryAgain() throws SQLException {
        OAuthStore direct = JdbcOAuthStore.over(pool(port()));
        LostAnswers redemptions = new LostAnswers(0, 0);
        LostAnswers rotations = new LostAnswers(0, 0);
        for (int round = 0; round < 5; round++) {
            redemptions = redemptions.plus(loseEachAnswer(direct, Redemption::prepared));
            rotations = rotations.plus(loseEachAnswer(direct, Rotation::prepared));
        }
        System.out.printf(
                "%s, each answer lost: %d transitions checked, %d of them done without an answer%n",
                getClass().getSimpleName(),
                redemptions.all() + rotations.all(),
                redemptions.happened() + rotations.happened());
        assertThat(List.of(redemptions, rotations)).allSatisfy(lost -> {
            assertThat(lost.happened()).as("the answer to the commit").isPositive();
            assertThat(lost.not()).as("answers before it").isGreaterThanOrEqualTo(20);
        });
    }

    private record LostAnswers(int happened, int not) {
        LostAnswers plus(LostAnswers other) {
            return new LostAnswers(happened + other.happened, not + other.not);
        }

        int all() {
            return happened + not;
        }
    }

    private LostAnswers loseEachAnswer(OAuthStore direct, Function<OAuthStore, Transition> preparing)
            throws SQLException {
        int happened = 0;
        for (int answer = 0; answer < MANY_ANSWERS; answer++) {
            Transition transition = preparing.apply(direct);
            if (!isAnswerLost(transition, answer)) {
                assertThat(transition.happened(direct)).isTrue();
                return new LostAnswers(happened, answer - happened);
            }
            boolean hasHappened = transition.happened(direct);
            transition.runAgain(direct, hasHappened);
            happened += hasHappened ? 1 : 0;
        }
        throw new AssertionError("a transition with more than " + MANY_ANSWERS + " answers");
    }

    /** On a connection that was made before, so that only answers of the transition count. */
    private boolean isAnswerLost(Transition transition, int answer) throws SQLException {
        try (var link = new Link(port());
                Connection only = DriverManager.getConnection(server.url(link.port()))) {
            OAuthStore store = JdbcOAuthStore.over(SingleConnection.of(only));
            link.loseAnswerAfter(answer);
            return isRefused(() -> transition.run(store));
        }
    }

    /** Wherever each of them is at that moment. */
    @Test
    void connectionsThatAreResetUnderLoadLeaveNothingHalfDone() throws Exception {
        OAuthStore direct = JdbcOAuthStore.over(pool(port()));
        var working = new AtomicInteger(Race.THREADS);
        var resets = new AtomicInteger();
        var broken = new AtomicInteger();
        var whole = new AtomicInteger();
        try (var link = new Link(port())) {
            OAuthStore store = JdbcOAuthStore.over(pool(link.port()));
            List<Callable<Boolean>> actions = new ArrayList<>();
            for (int i = 0; i < Race.THREADS; i++) {
                actions.add(() -> {
                    try {
                        rotateThroughResets(store, direct, broken, whole);
                        return true;
                    } finally {
                        working.decrementAndGet();
                    }
                });
            }
            actions.add(() -> resetWhile(working, link, resets, whole));
            assertThat(Race.run(actions)).containsOnly(true);
        }
        System.out.printf(
                "%s, connections reset: %d transitions checked, %d of them broken by %d resets%n",
                getClass().getSimpleName(), Race.THREADS * ROTATIONS, broken.get(), resets.get());
        assertThat(broken.get()).isPositive();
    }

    private static void rotateThroughResets(
            OAuthStore store, OAuthStore direct, AtomicInteger broken, AtomicInteger whole) {
        Rotation rotation = Rotation.prepared(direct);
        for (int i = 0; i < ROTATIONS; i++) {
            Rotation now = rotation;
            if (isRefused(() -> now.run(store))) {
                broken.incrementAndGet();
                // The server may be just about to do it.
                now.isFirst(direct);
            } else {
                whole.incrementAndGet();
            }
            assertThat(now.happened(direct)).isTrue();
            rotation = now.next();
        }
    }

    /** Lets one through between two resets: on a slow machine no new connection would live long enough to be of use. */
    private static boolean resetWhile(AtomicInteger working, Link link, AtomicInteger resets, AtomicInteger whole) {
        var random = new Random();
        int before = -1;
        while (working.get() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(20)));
            if (whole.get() > before) {
                before = whole.get();
                link.cutAll();
                resets.incrementAndGet();
            }
        }
        return true;
    }

    /** Whatever the server had told anybody still holds after a crash, and what it had not told is done as a whole or not. */
    @Test
    void aServerThatIsKilledUnderLoadForgetsNothingThatItTold() throws Exception {
        var random = new Random();
        var ledger = new CrashLedger();
        for (int round = 0; round < CrashRounds.COUNT; round++) {
            Queue<CrashNote> notes = loadUntilKilled(200 + random.nextInt(800));
            server.process().start();
            ledger.check(JdbcOAuthStore.over(pool(port())), notes);
        }
        CrashRounds.print(getClass().getSimpleName(), ledger);
        assertThat(ledger.told()).isGreaterThanOrEqualTo(CrashRounds.COUNT * 80);
    }

    private Queue<CrashNote> loadUntilKilled(int enough) throws Exception {
        Queue<CrashNote> notes = new ConcurrentLinkedQueue<>();
        var count = new AtomicInteger();
        OAuthStore store = JdbcOAuthStore.over(pool(port()));
        List<Callable<Boolean>> actions = new ArrayList<>();
        for (int i = 0; i < Race.THREADS; i++) {
            actions.add(() -> {
                new CrashLoad(store, note -> {
                            notes.add(note);
                            count.incrementAndGet();
                        })
                        .run();
                return true;
            });
        }
        actions.add(() -> {
            Awaitility.await("load")
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .atMost(50, TimeUnit.SECONDS)
                    .until(() -> count.get() >= enough);
            server.process().kill();
            return true;
        });
        Race.run(actions);
        return notes;
    }
}
