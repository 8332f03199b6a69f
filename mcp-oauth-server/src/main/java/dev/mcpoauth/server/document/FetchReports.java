package dev.mcpoauth.server.document;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.fetch.FetchListener;
import dev.mcpoauth.server.fetch.FetchProblem;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Reports fetches as events of their own, because several requests may wait for one. What a document did wrong is reported
 * with the request that it spoils.
 */
public final class FetchReports implements FetchListener {
    private final DiagnosticListener listener;
    private final Clock clock;
    private final SecureRandom random;

    /** Reports to this listener. */
    public FetchReports(DiagnosticListener listener, Clock clock, SecureRandom random) {
        this.listener = listener;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void fetched(URI url) {
        listener.on(event(Decision.PERMITTED, ServerReasons.FETCHED, url).build());
    }

    @Override
    public void failed(URI url, FetchProblem problem, IOException why) {
        if (problem == FetchProblem.UNREACHABLE) {
            listener.on(event(Decision.FAILED, ServerReasons.FETCH_FAILED, url)
                    .cause(why)
                    .build());
        }
    }

    /** Without its query, which may hold anything. */
    private DiagnosticEvent.Builder event(Decision decision, Reason reason, URI url) {
        return DiagnosticEvent.at(clock.instant(), CorrelationId.generate(random), decision, reason)
                .fact("url", url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath());
    }
}
