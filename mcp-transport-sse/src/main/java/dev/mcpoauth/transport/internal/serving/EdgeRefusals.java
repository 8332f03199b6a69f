package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalListener;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reports refusals of one request under one id.
 *
 * @param listener who hears of them
 * @param correlationId also sent to the client; names the request, proves nothing
 */
public record EdgeRefusals(RefusalListener listener, String correlationId) {

    /** Under a new id. */
    public static EdgeRefusals begin(RefusalListener listener) {
        return new EdgeRefusals(
                listener, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    /** Reports one. */
    public void report(Refusal refusal) {
        listener.refused(new RefusalListener.Event(refusal, correlationId));
    }
}
