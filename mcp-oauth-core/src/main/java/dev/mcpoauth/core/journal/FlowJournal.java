package dev.mcpoauth.core.journal;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the newest flows in memory, within a bound whatever comes in. Events are joined by correlation id and by the facts that
 * {@link FlowKeys} names. Requests that belong to nothing, such as those of a scanner, have a room of their own, so that a flood
 * of them drives out no sign-in. Thread-safe; hearing an event takes a short lock and no I/O.
 */
public final class FlowJournal implements DiagnosticListener {
    /** How many flows are kept by default, and as many events that belong to none. */
    public static final int FLOWS = 500;

    private final int most;
    private final Map<String, OpenFlow> byKey = new HashMap<>();
    /** In the order of their newest events. */
    private final Map<Long, OpenFlow> joined = new LinkedHashMap<>();

    private final Map<Long, OpenFlow> loose = new LinkedHashMap<>();
    private final List<LongConsumer> watchers = new CopyOnWriteArrayList<>();
    private long lastId;
    private long heard;

    /**
     * Keeps this many flows.
     *
     * @param flows 1 to 100000; each takes up to {@value OpenFlow#MOST} events
     */
    public FlowJournal(int flows) {
        if (flows < 1 || flows > 100_000) {
            throw new IllegalArgumentException("a journal keeps 1 to 100000 flows");
        }
        this.most = flows;
    }

    /** Keeps {@value #FLOWS} flows. */
    public FlowJournal() {
        this(FLOWS);
    }

    @Override
    public void on(DiagnosticEvent event) {
        Set<Long> changed = note(event);
        watchers.forEach(watcher -> changed.forEach(watcher::accept));
    }

    /** The flows that went into another one, and the flow of the event. */
    private synchronized Set<Long> note(DiagnosticEvent event) {
        List<String> keys = FlowKeys.of(event);
        Set<Long> changed = keys.stream()
                .map(byKey::get)
                .filter(Objects::nonNull)
                .map(OpenFlow::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        OpenFlow flow = flowOf(keys);
        flow.add(event, ++heard);
        for (String key : keys) {
            if (flow.claim(key)) {
                byKey.put(key, flow);
            }
        }
        boolean belongs = FlowKeys.belongs(event) || joined.containsKey(flow.id());
        joined.remove(flow.id());
        loose.remove(flow.id());
        (belongs ? joined : loose).put(flow.id(), flow);
        forgetBeyond(joined);
        forgetBeyond(loose);
        changed.add(flow.id());
        return changed;
    }

    /** The flow of these keys; where they show that two are one, the two joined. */
    private OpenFlow flowOf(List<String> keys) {
        OpenFlow found = null;
        for (String key : keys) {
            OpenFlow known = byKey.get(key);
            if (known == null || known == found) {
                continue;
            }
            found = found == null ? known : join(found, known);
        }
        return found == null ? new OpenFlow(++lastId) : found;
    }

    private OpenFlow join(OpenFlow one, OpenFlow other) {
        OpenFlow older = one.id() < other.id() ? one : other;
        OpenFlow newer = older == one ? other : one;
        older.take(newer);
        newer.keys().forEach(key -> {
            if (older.claim(key)) {
                byKey.put(key, older);
            } else {
                byKey.remove(key, newer);
            }
        });
        loose.remove(newer.id());
        if (joined.remove(newer.id()) != null) {
            joined.put(older.id(), older);
        }
        return older;
    }

    private void forgetBeyond(Map<Long, OpenFlow> flows) {
        while (flows.size() > most) {
            OpenFlow eldest = flows.values().iterator().next();
            flows.remove(eldest.id());
            eldest.keys().forEach(key -> byKey.remove(key, eldest));
        }
    }

    /** The newest flows, the one with the newest event first, at most this many. */
    public synchronized List<Flow> recent(int limit) {
        List<OpenFlow> all = new ArrayList<>(joined.values());
        all.addAll(loose.values());
        return all.stream()
                .sorted(Comparator.comparingLong(OpenFlow::heard).reversed())
                .limit(limit)
                .map(OpenFlow::snapshot)
                .toList();
    }

    /** One flow, as long as it is kept. */
    public synchronized Optional<Flow> find(long id) {
        OpenFlow flow = joined.getOrDefault(id, loose.get(id));
        return Optional.ofNullable(flow).map(OpenFlow::snapshot);
    }

    /**
     * The flow of a correlation id, such as a response has, or of a trace id, such as a client has; as long as it is kept.
     *
     * @param id as somebody wrote it down
     */
    public synchronized Optional<Flow> findBy(String id) {
        return Stream.of(FlowKeys.CORRELATION, FlowKeys.TRACE)
                .map(name -> byKey.get(FlowKeys.key(name, id)))
                .filter(Objects::nonNull)
                .findFirst()
                .map(OpenFlow::snapshot);
    }

    /**
     * Tells a watcher the id of each flow that changes, on the thread that decided: it returns at once. Flows that turn out to be
     * one keep the oldest id; that of the others is told as well, and {@link #find} finds nothing of it any more.
     *
     * @return ends the watch
     */
    public Runnable watch(LongConsumer watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
