package dev.mcpoauth.server.flows;

import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.http.LiveBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who look on what changes in a journal, as server-sent events: first the newest flows, then each that changes. Changes
 * are told four times a second at most, whatever comes in; who takes nothing for half a minute, or may look on no longer, is let
 * go. One thread for all of them, which is there while somebody looks on. Thread-safe.
 */
public final class FlowStreams {
    /** How many can look on at once. */
    public static final int MOST = 8;

    /** Ticks between two looks at whether somebody is there, and still may be; the first tick is one. */
    static final int BEAT = 60;
    /** Ticks for which a reader may be behind. */
    static final int MOST_BEHIND = 120;

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(FlowStreams.class);

    private final FlowJournal journal;
    private final Ticker ticker;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private Runnable stop = () -> {};

    /** Tells about this journal. */
    public FlowStreams(FlowJournal journal) {
        this(journal, Ticker::onOwnThread);
    }

    FlowStreams(FlowJournal journal, Ticker ticker) {
        this.journal = journal;
        this.ticker = ticker;
    }

    /** Whether nobody else can look on now. */
    public boolean isFull() {
        return watches.size() >= MOST;
    }

    /**
     * What one more reader is told.
     *
     * @param permitted asked now and then; where it says no, or the store does not answer, the stream ends
     */
    public LiveBody stream(BooleanSupplier permitted) {
        return reader -> begin(new Watch(journal, reader, permitted));
    }

    private Runnable begin(Watch watch) {
        if (!enter(watch)) {
            watch.end();
            return () -> {};
        }
        Runnable unwatch = journal.watch(watch::changed);
        List<Flow> newest = new ArrayList<>(journal.recent(FlowPages.SHOWN));
        Collections.reverse(newest);
        newest.forEach(flow -> watch.changed(flow.id()));
        return () -> {
            unwatch.run();
            leave(watch);
        };
    }

    private synchronized boolean enter(Watch watch) {
        if (isFull()) {
            return false;
        }
        if (watches.isEmpty()) {
            stop = ticker.every(TICK, this::tick);
        }
        return watches.add(watch);
    }

    private synchronized void leave(Watch watch) {
        if (watches.remove(watch) && watches.isEmpty()) {
            stop.run();
        }
    }

    private void tick() {
        watches.stream().filter(watch -> !goesOn(watch)).forEach(Watch::end);
    }

    private static boolean goesOn(Watch watch) {
        try {
            return watch.tick();
        } catch (StoreException outage) {
            LOG.debug("a stream ends, as nobody can say who looks on: {}", outage.toString());
            return false;
        } catch (RuntimeException defect) {
            LOG.error("a stream ends", defect);
            return false;
        }
    }

    /** Ends all streams; their browsers may come again. */
    public void end() {
        watches.forEach(Watch::end);
    }
}
