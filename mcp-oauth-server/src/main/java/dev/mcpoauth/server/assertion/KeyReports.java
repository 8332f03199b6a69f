package dev.mcpoauth.server.assertion;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;

/** Reports that keys could not be refreshed, which no request shows while the old ones serve. */
record KeyReports(Issuer issuer, DiagnosticListener listener, Clock clock, SecureRandom random)
        implements Consumer<Throwable> {

    @Override
    public void accept(Throwable failure) {
        listener.on(DiagnosticEvent.at(
                        clock.instant(),
                        CorrelationId.generate(random),
                        Decision.FAILED,
                        ServerReasons.IDENTITY_KEYS_NOT_REFRESHED)
                .fact("issuer", issuer)
                .cause(failure)
                .build());
    }
}
