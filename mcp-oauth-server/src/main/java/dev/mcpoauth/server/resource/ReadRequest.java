package dev.mcpoauth.server.resource;

import java.util.List;
import java.util.Map;

/** A request as a value. Its headers may hold secrets. */
record ReadRequest(String method, String path, String query, Map<String, List<String>> lines)
        implements ResourceRequest {

    @Override
    public List<String> headers(String name) {
        return lines.getOrDefault(name, List.of());
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
