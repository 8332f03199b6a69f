package dev.mcpoauth.transport.server;

import java.util.Map;

/**
 * A resource that a client wants to read.
 *
 * @param uri as the client wrote it
 * @param variables what the template's expressions matched, decoded; empty for a resource that is no template
 */
public record ResourceRequest(String uri, Map<String, String> variables) {
    public ResourceRequest {
        variables = Map.copyOf(variables);
    }

    /**
     * The variables as a record of texts and enums.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if they do not fit, which the client hears of
     * @throws IllegalArgumentException if a component is anything else
     */
    public <A extends Record> A variables(Class<A> type) {
        return TextRecords.of(type, variables);
    }
}
