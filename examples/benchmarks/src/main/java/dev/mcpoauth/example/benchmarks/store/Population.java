package dev.mcpoauth.example.benchmarks.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Families that can be named by number: who they are need not be remembered. */
final class Population {
    private static final int FILLERS = 8;
    private static final OpaqueBytes PAYLOAD = OpaqueBytes.of(new byte[200]);
    private static final OpaqueBytes SEALED = OpaqueBytes.of(new byte[600]);

    private final Instant now = Instant.now();
    private final Instant end = now.plus(Duration.ofDays(90));

    Instant now() {
        return now;
    }

    /** Adds families from one number to below another, each with a grant, a refresh token and an access token. */
    void fill(TransferableStore store, int from, int to) throws Exception {
        inParallel(from, to, i -> family(i).forEach(row -> require(store.restore(row), "family " + i + " was there")));
    }

    /** Adds access tokens that have expired, under one grant that has not. */
    void fillExpired(TransferableStore store, int count) throws Exception {
        require(store.restore(new StoredRow.OfGrant(grant("expired"))), "expired tokens were there");
        Instant past = now.minusSeconds(60);
        inParallel(0, count, i -> {
            var token = new AccessRecord(hash("expired", i, 0), "expired", "client", past, past, PAYLOAD);
            require(store.restore(new StoredRow.OfAccess(token, false)), "the token was there");
        });
    }

    /** Does something with a number. */
    private interface Action {
        void on(int number) throws Exception;
    }

    private static void inParallel(int from, int to, Action action) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(FILLERS);
        try {
            List<Callable<Boolean>> parts = new ArrayList<>();
            for (int part = 0; part < FILLERS; part++) {
                int first = from + part;
                parts.add(() -> {
                    for (int i = first; i < to; i += FILLERS) {
                        action.on(i);
                    }
                    return true;
                });
            }
            for (Future<Boolean> part : threads.invokeAll(parts)) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Stream<StoredRow> family(int number) {
        return Stream.of(
                new StoredRow.OfGrant(grant(id(number))),
                new StoredRow.OfRefresh(refresh(number, 1), RefreshStatus.ACTIVE, Spending.none()),
                new StoredRow.OfAccess(access(number, 1), false));
    }

    GrantRecord grant(String grantId) {
        return GrantRecord.granted(
                grantId, "subject-" + grantId, "client-" + grantId, "", now, end, OpaqueBytes.empty(), PAYLOAD);
    }

    static String id(int number) {
        return "grant-" + number;
    }

    RefreshRecord refresh(int number, int generation) {
        return new RefreshRecord(
                hash("refresh", number, generation), id(number), client(number), generation, now, end, PAYLOAD);
    }

    AccessRecord access(int number, int generation) {
        return new AccessRecord(
                hash("access", number, generation), id(number), client(number), now, now.plusSeconds(3600), PAYLOAD);
    }

    static String client(int number) {
        return "client-" + id(number);
    }

    RotateCommand rotation(int number, int generation) {
        IssuedTokens next =
                IssuedTokens.none().with(access(number, generation + 1)).with(refresh(number, generation + 1));
        return new RotateCommand(client(number), next, window(), now);
    }

    ReplayWindow window() {
        return new ReplayWindow(SEALED, now.plusSeconds(30), 10);
    }

    OpaqueBytes payload() {
        return PAYLOAD;
    }

    static TokenHash hash(String kind, int number, int generation) {
        try {
            String name = kind + " " + number + " " + generation;
            return TokenHash.of(MessageDigest.getInstance("SHA-256").digest(name.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** All numbers below one that belong to one of several threads. */
    static int[] share(int families, int thread, int threads) {
        return IntStream.range(0, families).filter(i -> i % threads == thread).toArray();
    }
}
