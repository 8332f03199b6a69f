package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Named things in the order in which they were added. Readers see a snapshot; writers copy. */
final class Catalog<T> {

    private volatile Map<String, T> entries = Map.of();

    synchronized void put(String name, T entry) {
        Map<String, T> copy = new LinkedHashMap<>(entries);
        copy.put(name, entry);
        entries = Collections.unmodifiableMap(copy);
    }

    synchronized boolean remove(String name) {
        Map<String, T> copy = new LinkedHashMap<>(entries);
        boolean present = copy.remove(name) != null;
        entries = Collections.unmodifiableMap(copy);
        return present;
    }

    Optional<T> get(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    Collection<T> all() {
        return entries.values();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * One page of a list result (MCP, Pagination). The cursor names the last entry of the page before, so that entries
     * which come or go meanwhile shift nothing.
     */
    Json page(String member, Json params, int size, Function<T, Json> toJson) {
        Map<String, T> snapshot = entries;
        List<String> names = new ArrayList<>(snapshot.keySet());
        int from = params.has("cursor")
                ? 1 + names.indexOf(decode(params.get("cursor").orElseThrow()))
                : 0;
        if (params.has("cursor") && from == 0) throw Refusal.PARAMS_INVALID.because("unknown cursor");
        List<String> page = names.subList(from, Math.min(names.size(), from + size));
        Json.Builder result = Json.object()
                .put(
                        member,
                        page.stream()
                                .map(name -> toJson.apply(snapshot.get(name)))
                                .toList());
        if (from + size < names.size()) result.put("nextCursor", encode(page.get(page.size() - 1)));
        return result.build();
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(Json cursor) {
        try {
            byte[] name = Base64.getUrlDecoder().decode(cursor.asString().orElse("?"));
            return new String(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.PARAMS_INVALID.because("unknown cursor");
        }
    }
}
