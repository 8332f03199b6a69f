package dev.mcpoauth.transport.server;

import java.util.Map;

/** Fills in a prompt. May block. Called concurrently, and again when it asked the client something. */
@FunctionalInterface
public interface PromptHandler {

    /**
     * Fills in the prompt.
     *
     * @param arguments by name; the required ones are present
     * @throws Exception reaches the client as an internal error with a correlation id, and the log with its cause
     */
    PromptResult get(Map<String, String> arguments, CallContext context) throws Exception;

    /**
     * A handler whose arguments arrive as a record; see {@link PromptDefinition.Builder#arguments(Class)}.
     *
     * @throws IllegalArgumentException unless each component is a text, an enum or an {@code Optional} of one
     */
    static <A extends Record> PromptHandler typed(Class<A> type, TypedPromptHandler<A> handler) {
        TextRecords.components(type);
        return (arguments, context) -> handler.get(TextRecords.of(type, arguments), context);
    }
}
