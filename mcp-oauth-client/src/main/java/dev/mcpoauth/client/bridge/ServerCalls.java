package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls to a server of the session era that have not ended, those that wait for a retry of the host included. */
final class ServerCalls {

    /** The requests that may be answered with a question (2026-07-28, "Supported Requests"). */
    private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

    private static final int MOST = 1024;

    private final Map<String, ServerCall> byState = new LinkedHashMap<>();

    /** Adds a call; gives those that have waited longest where there are too many. */
    synchronized List<ServerCall> add(ServerCall call) {
        byState.put(call.state(), call);
        List<ServerCall> forgotten = new ArrayList<>();
        while (byState.size() > MOST) {
            forgotten.add(byState.remove(byState.keySet().iterator().next()));
        }
        return forgotten;
    }

    synchronized void remove(ServerCall call) {
        byState.remove(call.state());
    }

    /** A call that ended while the host was being asked stays until the host has heard of it. */
    void removeIfOver(ServerCall call) {
        if (call.isOver()) {
            remove(call);
        }
    }

    /** The call that a retry takes up. */
    synchronized Optional<ServerCall> retriedBy(Request retry) {
        return retry.params()
                .string("requestState")
                .flatMap(state -> Optional.ofNullable(byState.get(state)))
                .filter(call -> call.isRetriedBy(retry));
    }

    synchronized Optional<ServerCall> serving(RequestId id) {
        return byState.values().stream().filter(call -> call.serves(id)).findFirst();
    }

    /**
     * The call in whose course the server asks something. The stream that would tell is known to the transport alone, so
     * this is only certain if there is one.
     */
    synchronized Optional<ServerCall> onlyOneThatMayAsk() {
        List<ServerCall> candidates = byState.values().stream()
                .filter(call -> MAY_ASK.contains(call.request().method()))
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    synchronized List<ServerCall> all() {
        return List.copyOf(byState.values());
    }
}
