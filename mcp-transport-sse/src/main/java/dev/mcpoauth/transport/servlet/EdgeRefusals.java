package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalListener;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reports refusals of one HTTP request under one id.
 *
 * @param listener who hears of them
 * @param correlationId also sent to the client; names the request, proves nothing
 */
record EdgeRefusals(RefusalListener listener, String correlationId) {

    static EdgeRefusals begin(RefusalListener listener) {
        return new EdgeRefusals(
                listener, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    void report(Refusal refusal) {
        listener.refused(new RefusalListener.Event(refusal, correlationId));
    }
}
