package dev.mcpoauth.core.journal;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import java.util.ArrayList;
import java.util.List;

/** The facts by which events of several requests, or of several processes, are known to belong to one flow. */
public final class FlowKeys {
    /** Fingerprint of what a browser holds between an authorization request and its answer. */
    public static final String TRANSACTION = "transaction";
    /** Fingerprint of the reference to a pushed authorization request. */
    public static final String PUSHED = "pushed";
    /** Fingerprint of a device code. */
    public static final String DEVICE = "device";
    /** Id of a grant, which all refreshes share. */
    public static final String GRANT = "grant";
    /** The trace id of a W3C {@code traceparent}, which client, bridge and server share. */
    public static final String TRACE = "trace";

    static final String CORRELATION = "id";

    private static final List<String> ALL = List.of(TRANSACTION, PUSHED, DEVICE, GRANT, TRACE);

    private FlowKeys() {}

    /** The keys of an event, its correlation id first. */
    static List<String> of(DiagnosticEvent event) {
        List<String> keys = new ArrayList<>();
        keys.add(key(CORRELATION, event.correlationId().value()));
        for (String name : ALL) {
            String value = event.facts().get(name);
            if (value != null) {
                keys.add(key(name, value));
            }
        }
        return keys;
    }

    static String key(String name, String value) {
        return name + ":" + value;
    }

    /** Whether an event is part of something larger by its facts: a trace that anybody can invent shows nothing. */
    static boolean belongs(DiagnosticEvent event) {
        return ALL.stream()
                .anyMatch(name -> !name.equals(TRACE) && event.facts().containsKey(name));
    }
}
