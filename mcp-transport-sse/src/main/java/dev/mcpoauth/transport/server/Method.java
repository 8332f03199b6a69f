package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;

/** What one JSON-RPC method does. */
@FunctionalInterface
interface Method {

    /**
     * Runs the method.
     *
     * @param params an object, empty if the request has none
     */
    Json invoke(Json params, CallScope scope) throws Exception;

    static String requireString(Json params, String name) {
        return params.string(name).orElseThrow(() -> Refusal.PARAMS_INVALID.because(name + " must be a text"));
    }

    static Json objectOrEmpty(Json params, String name) {
        Json value = params.get(name).orElse(Json.EMPTY_OBJECT);
        if (!value.isObject()) {
            throw Refusal.PARAMS_INVALID.because(name + " must be an object");
        }
        return value;
    }
}
