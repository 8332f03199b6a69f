package dev.mcpoauth.micrometer;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import java.util.Optional;

/**
 * What an event says of a refresh request (RFC 6749 §6). Knows reasons by their ids, as the modules that have them need not
 * be there.
 *
 * @param side {@code server} or {@code client}
 * @param outcome {@code rotated}, {@code repeated} or {@code refused}
 */
record Refresh(String side, String outcome) {

    static Optional<Refresh> of(DiagnosticEvent event) {
        String reason = event.reason().id();
        return switch (reason) {
            case "token.issued" ->
                event.facts().containsKey("generation")
                        ? Optional.of(new Refresh("server", "rotated"))
                        : Optional.empty();
            case "refresh.repeated" -> Optional.of(new Refresh("server", "repeated"));
            case "client.token.refreshed" -> Optional.of(new Refresh("client", "rotated"));
            case "client.token.refresh-rejected" -> Optional.of(new Refresh("client", "refused"));
            default ->
                reason.startsWith("refresh.") && event.decision() == Decision.REFUSED
                        ? Optional.of(new Refresh("server", "refused"))
                        : Optional.empty();
        };
    }
}
