package dev.mcpoauth.transport.server;

import java.util.List;
import java.util.Map;

/** Suggests values for an argument while it is typed. May block. Called concurrently. */
@FunctionalInterface
public interface CompletionHandler {

    /**
     * Suggestions, best first; the first hundred are sent.
     *
     * @param typed what the user typed so far
     * @param others the arguments that are already filled in, by name
     * @param context whom the suggestions are for; cannot ask
     * @throws Exception reaches the client as an internal error with a correlation id, and the log with its cause
     */
    List<String> complete(String typed, Map<String, String> others, CallContext context) throws Exception;
}
