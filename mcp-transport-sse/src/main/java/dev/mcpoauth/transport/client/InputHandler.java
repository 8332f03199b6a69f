package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;

/**
 * Answers one kind of question of the server: {@code elicitation/create}, {@code sampling/createMessage} or
 * {@code roots/list}. The same handler serves the server's requests before 2026-07-28 and its {@code input_required}
 * results since. Thread-safe; may wait for a person.
 */
@FunctionalInterface
public interface InputHandler {

    /**
     * The result for these parameters.
     *
     * @throws dev.mcpoauth.transport.jsonrpc.JsonRpcException to answer with an error of the handler's choice
     * @throws Exception anything else is answered as an internal error, or fails the call that the question belongs to
     */
    Json answer(Json params) throws Exception;
}
