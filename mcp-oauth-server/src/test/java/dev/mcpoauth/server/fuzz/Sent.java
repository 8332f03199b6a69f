package dev.mcpoauth.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request as it is sent. */
record Sent(String method, String path, String query, List<Field> headers, byte[] body) {

    String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    Sent withBody(byte[] other) {
        return new Sent(method, path, query, headers, other);
    }

    Sent withQuery(String other) {
        return new Sent(method, path, other, headers, body);
    }

    /** Everything there is to know about a request that went wrong: none of its secrets is one. */
    @Override
    public String toString() {
        String start = new String(body, 0, Math.min(body.length, 2000), StandardCharsets.ISO_8859_1);
        return method + " " + target() + "\n" + headers + "\n" + body.length + " bytes: " + start;
    }
}
