package dev.mcpoauth.core.journal;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A flow that may get more events. Guarded by the lock of its journal. */
final class OpenFlow {
    /** Kept events of a flow: the first of them for how it began, the others the newest. */
    static final int MOST = 64;

    private static final int FIRST = 16;
    private static final int MOST_KEYS = 64;

    private final long id;
    private final List<DiagnosticEvent> first = new ArrayList<>();
    private final Deque<DiagnosticEvent> newest = new ArrayDeque<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private int dropped;
    private long heard;

    OpenFlow(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    void add(DiagnosticEvent event, long place) {
        heard = place;
        keep(event);
    }

    private void keep(DiagnosticEvent event) {
        if (first.size() < FIRST) {
            first.add(event);
            return;
        }
        if (newest.size() == MOST - FIRST) {
            newest.removeFirst();
            dropped++;
        }
        newest.addLast(event);
    }

    /** Takes over what another one has, in the order of time. */
    void take(OpenFlow other) {
        List<DiagnosticEvent> all = new ArrayList<>(events());
        all.addAll(other.events());
        all.sort(Comparator.comparing(DiagnosticEvent::at));
        first.clear();
        newest.clear();
        dropped += other.dropped;
        all.forEach(this::keep);
    }

    /** Notes a key as its own; false if it has too many already. */
    boolean claim(String key) {
        return keys.contains(key) || (keys.size() < MOST_KEYS && keys.add(key));
    }

    Set<String> keys() {
        return keys;
    }

    /** The place of its newest event among all events of the journal. */
    long heard() {
        return heard;
    }

    private List<DiagnosticEvent> events() {
        List<DiagnosticEvent> all = new ArrayList<>(first);
        all.addAll(newest);
        return all;
    }

    Flow snapshot() {
        return new Flow(id, events(), dropped);
    }
}
