package dev.mcpoauth.server.flows;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.journal.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the facts of a flow, and of those around it, say about why it stopped: sentences for the operator. Pure. */
final class Evidence {
    private Evidence() {}

    /** The sentences; none where the reason says it all. */
    static List<String> of(Flow flow, List<Flow> recent) {
        Optional<DiagnosticEvent> stopped = flow.stoppedAt();
        if (stopped.isEmpty()) {
            return List.of();
        }
        Map<String, String> facts = stopped.get().facts();
        List<String> found = new ArrayList<>();
        crossed(flow, facts, recent).ifPresent(found::add);
        tolerance(facts).ifPresent(found::add);
        redirect(facts).ifPresent(found::add);
        repeated(flow, recent).ifPresent(found::add);
        return List.copyOf(found);
    }

    /** The verifier of one sign-in came with the code of another: clients that keep one verifier for all their sign-ins. */
    private static Optional<String> crossed(Flow flow, Map<String, String> facts, List<Flow> recent) {
        String fits = facts.getOrDefault("challenge_of_verifier", "");
        if (fits.isEmpty() || flow.fact("challenge").filter(fits::equals).isPresent()) {
            return Optional.empty();
        }
        return recent.stream()
                .filter(other -> other.id() != flow.id()
                        && other.fact("challenge").filter(fits::equals).isPresent())
                .findFirst()
                .map(other -> "Two sign-ins crossed: the verifier belongs to the one that began at " + other.began()
                        + " (flow " + other.id() + "), the code to this one.");
    }

    private static Optional<String> tolerance(Map<String, String> facts) {
        return Optional.ofNullable(facts.get("would_accept"))
                .filter(text -> text.length() > 2)
                .map(text -> "It would be accepted with the tolerance " + text + ".");
    }

    private static Optional<String> redirect(Map<String, String> facts) {
        String asked = facts.getOrDefault("redirect_uri", "");
        String registered = facts.getOrDefault("registered", "");
        if (asked.isEmpty() || registered.isEmpty()) {
            return Optional.empty();
        }
        String other = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked + "/";
        String host = asked.contains("//localhost")
                ? asked.replace("//localhost", "//127.0.0.1")
                : asked.replace("//127.0.0.1", "//localhost");
        if (isAmong(other, registered)) {
            return Optional.of("It differs from the registered one by the slash at its end only.");
        }
        return !host.equals(asked) && (isAmong(host, registered) || isAmong(withoutPort(host), registered))
                ? Optional.of(
                        "It differs from the registered one only in localhost for 127.0.0.1, or the other way round.")
                : Optional.empty();
    }

    /** A loopback redirect may have any port (RFC 8252 §7.3), so that the registered one mostly names none. */
    private static String withoutPort(String uri) {
        return uri.replaceFirst("^(http://[^/:]+):\\d+", "$1");
    }

    /** In a list as its {@code toString} writes it. */
    private static boolean isAmong(String uri, String list) {
        return (list.replace('[', ' ').replace(']', ' ').replace(',', ' ') + " ").contains(" " + uri + " ");
    }

    private static Optional<String> repeated(Flow flow, List<Flow> recent) {
        long same = recent.stream()
                .filter(other -> other.id() != flow.id()
                        && other.fact("client_id").equals(flow.fact("client_id"))
                        && flow.fact("client_id").isPresent()
                        && other.stoppedAt()
                                .map(DiagnosticEvent::reason)
                                .equals(flow.stoppedAt().map(DiagnosticEvent::reason)))
                .count();
        return same == 0
                ? Optional.empty()
                : Optional.of("The same client stopped for the same reason " + same + " more time"
                        + (same == 1 ? "" : "s") + " lately: look at the client rather than at the person.");
    }
}
