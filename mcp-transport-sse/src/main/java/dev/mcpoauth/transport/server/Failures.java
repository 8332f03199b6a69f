package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalListener;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator about what went wrong inside a handler, under an id that the client gets too. */
final class Failures {

    private static final Logger LOGGER = LoggerFactory.getLogger("dev.mcpoauth.transport.handlers");

    private final RefusalListener listener;
    private final SecureRandom random;

    Failures(RefusalListener listener, SecureRandom random) {
        this.listener = listener;
        this.random = random;
    }

    /** Reports a refusal that is answered inside a result. */
    String report(Refusal refusal) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        String correlationId = HexFormat.of().formatHex(id);
        listener.refused(new RefusalListener.Event(refusal, correlationId));
        return correlationId;
    }

    /** Reports an exception that nobody expected. */
    String report(Refusal refusal, String operation, Throwable cause) {
        String correlationId = report(refusal);
        LOGGER.error("{} failed ({})", operation, correlationId, cause);
        return correlationId;
    }
}
