package dev.mcpoauth.server.resource.internal;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.server.resource.ResourceReasons;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;

/** Reports that something of an issuer is out of date and could not be refreshed, which no request shows. */
public final class RefreshFailures implements Consumer<Throwable> {
    private final Issuer issuer;
    private final DiagnosticListener listener;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Reports about this issuer. */
    public RefreshFailures(Issuer issuer, DiagnosticListener listener, Clock clock) {
        this.issuer = issuer;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void accept(Throwable failure) {
        listener.on(DiagnosticEvent.at(
                        clock.instant(),
                        CorrelationId.generate(random),
                        Decision.FAILED,
                        ResourceReasons.ISSUER_NOT_REFRESHED)
                .fact("issuer", issuer)
                .cause(failure)
                .build());
    }
}
