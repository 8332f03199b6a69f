package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.ReplayScope;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Compares what callers were told before a crash with what the store holds after it. */
final class CrashLedger {
    private int told;
    private int inFlight;

    /** How many answers were found to be true. */
    int told() {
        return told;
    }

    /** How many questions without an answer were found to be done as a whole or not at all. */
    int inFlight() {
        return inFlight;
    }

    /** All notes of one round. What was in flight is asked once more, as a client would. */
    void check(OAuthStore store, Collection<CrashNote> notes) {
        Set<CrashNote> all = new HashSet<>(notes);
        for (CrashNote note : new LinkedHashSet<>(notes)) {
            if (note.isTold()) {
                assertHolds(store, note);
                told++;
            } else if (!all.contains(note.told())) {
                assertWholeOrNot(store, note);
                inFlight++;
            }
        }
    }

    private static void assertHolds(OAuthStore store, CrashNote note) {
        boolean holds = switch (note.verb()) {
            case "registered" -> store.clients().find(note.keys().get(0)).isPresent();
            case "redeemed" -> note.redemption().happened(store);
            case "rotated" -> note.rotation().happened(store);
            case "revoked" ->
                store.grants().find(note.keys().get(0)).orElseThrow().state() instanceof GrantState.Revoked;
            case "taken" ->
                store.transactions().take(note.hash(0), Transition.T0).isEmpty();
            case "seen" -> !store.replay().putIfAbsent(ReplayScope.DPOP, note.hash(0), Transition.T0, Transition.END);
            default -> throw new IllegalArgumentException(note.verb());
        };
        assertThat(holds).as(note.line()).isTrue();
    }

    /** Single rows are whole by themselves. */
    private static void assertWholeOrNot(OAuthStore store, CrashNote note) {
        if (note.verb().equals("redeemed")) {
            assertWholeOrNot(store, note.redemption());
        } else if (note.verb().equals("rotated")) {
            assertWholeOrNot(store, note.rotation());
        }
    }

    private static void assertWholeOrNot(OAuthStore store, Transition transition) {
        transition.runAgain(store, transition.happened(store));
    }
}
