package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;

/** Reads {@code initialize}. */
public final class Initialization {

    /** More than any client declares; what is kept per session must not be the client's choice. */
    private static final int MAX_CAPABILITIES = 16 * 1024;

    private Initialization() {}

    /**
     * The revision that the client would like.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if there is none
     */
    public static String version(Request initialize) {
        return initialize
                .params()
                .string("protocolVersion")
                .orElseThrow(() -> Refusal.PARAMS_INVALID.because("protocolVersion must be a text"));
    }

    /**
     * What the client declares, within reason.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if it is no object or beyond reason
     */
    public static Json capabilities(Request initialize) {
        Json capabilities = initialize.params().get("capabilities").orElse(Json.EMPTY_OBJECT);
        if (!capabilities.isObject()) throw Refusal.PARAMS_INVALID.because("capabilities must be an object");
        if (capabilities.toBytes().length > MAX_CAPABILITIES) throw Refusal.SESSION_OVERSIZED.exception();
        return capabilities;
    }
}
