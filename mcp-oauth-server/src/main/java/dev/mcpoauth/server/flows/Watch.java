package dev.mcpoauth.server.flows;

import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.http.LiveBody;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Somebody who looks on. What changed while they were behind is told once, as it is then. Thread-safe; ticks come one by one. */
final class Watch {
    private static final String STILL_HERE = ":\n\n";

    private final FlowJournal journal;
    private final LiveBody.Reader reader;
    private final BooleanSupplier permitted;
    private final Set<Long> changed = new LinkedHashSet<>();
    private long ticks;
    private int behind;

    Watch(FlowJournal journal, LiveBody.Reader reader, BooleanSupplier permitted) {
        this.journal = journal;
        this.reader = reader;
        this.permitted = permitted;
    }

    /** Notes a change; of too many the newest. */
    synchronized void changed(long id) {
        changed.remove(id);
        changed.add(id);
        if (changed.size() > FlowPages.SHOWN) {
            changed.remove(changed.iterator().next());
        }
    }

    /** Tells what is new; false if that is to be the end. */
    boolean tick() {
        boolean beat = ticks++ % FlowStreams.BEAT == 0;
        if (beat && !permitted.getAsBoolean()) {
            return false;
        }
        List<Long> ids = take();
        String text = ids.isEmpty()
                ? (beat ? STILL_HERE : "")
                : ids.stream().map(this::event).collect(Collectors.joining());
        if (text.isEmpty()) {
            return true;
        }
        if (reader.offer(text)) {
            behind = 0;
        } else {
            giveBack(ids);
            behind++;
        }
        return behind < FlowStreams.MOST_BEHIND;
    }

    private synchronized List<Long> take() {
        List<Long> ids = List.copyOf(changed);
        changed.clear();
        return ids;
    }

    private synchronized void giveBack(List<Long> ids) {
        List<Long> since = new ArrayList<>(changed);
        changed.clear();
        ids.forEach(this::changed);
        since.forEach(this::changed);
    }

    private String event(long id) {
        JsonObject row = journal.find(id).map(flow -> FlowRow.of(flow).json()).orElseGet(() -> FlowRow.gone(id));
        return "data:" + row.toJson() + "\n\n";
    }

    void end() {
        reader.end();
    }
}
