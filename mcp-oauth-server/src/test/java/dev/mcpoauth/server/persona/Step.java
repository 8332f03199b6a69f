package dev.mcpoauth.server.persona;

import java.util.List;

/**
 * One exchange, or something else that happens between two of them.
 *
 * @param line where it stands in its file
 * @param title what it is about
 * @param verb an HTTP method, or a word of {@code personas/README.md}
 * @param target its URL or other object
 * @param headers of the request
 * @param query parameters to add to the URL
 * @param form parameters of the body
 * @param body text of the body
 * @param expected what has to come back
 * @param without what comes back instead where the persona's tolerance is not granted; ends the conversation
 */
record Step(
        int line,
        String title,
        String verb,
        String target,
        List<Pair> headers,
        List<Pair> query,
        List<Pair> form,
        String body,
        List<String> expected,
        List<String> without) {

    /** A name and a value. */
    record Pair(String name, String value) {}
}
