package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a client of the session era asked to be remembered. */
record ClientMemory(LogLevel logLevel, Set<String> subscriptions) {

    static final ClientMemory EMPTY = new ClientMemory(LogLevel.INFO, Set.of());
    private static final int MAX_SUBSCRIPTIONS = 1000;
    private static final String LOG_LEVEL = "logLevel";
    private static final String SUBSCRIPTIONS = "subscriptions";

    ClientMemory {
        subscriptions = Set.copyOf(subscriptions);
    }

    ClientMemory with(LogLevel level) {
        return new ClientMemory(level, subscriptions);
    }

    /** With a subscription more, if there is room. */
    ClientMemory with(String uri) {
        if (subscriptions.contains(uri) || subscriptions.size() >= MAX_SUBSCRIPTIONS) return this;
        Set<String> more = new HashSet<>(subscriptions);
        more.add(uri);
        return new ClientMemory(logLevel, more);
    }

    ClientMemory without(String uri) {
        return new ClientMemory(
                logLevel,
                subscriptions.stream().filter(other -> !other.equals(uri)).collect(Collectors.toSet()));
    }

    Json toJson() {
        return Json.object()
                .put(LOG_LEVEL, logLevel.wire())
                .put(SUBSCRIPTIONS, Json.strings(subscriptions))
                .build();
    }

    static ClientMemory parse(Json json) {
        LogLevel level = json.string(LOG_LEVEL).flatMap(LogLevel::parse).orElse(LogLevel.INFO);
        List<Json> uris = json.get(SUBSCRIPTIONS).map(Json::elements).orElse(List.of());
        return new ClientMemory(
                level, uris.stream().flatMap(uri -> uri.asString().stream()).collect(Collectors.toSet()));
    }
}
