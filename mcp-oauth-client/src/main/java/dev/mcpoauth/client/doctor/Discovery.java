package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.discovery.DiscoveredResource;
import dev.mcpoauth.client.discovery.ResourceDiscovery;
import dev.mcpoauth.client.discovery.ServerDiscovery;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What our client's own discovery comes to. What the single rules may overlook, it does not. */
final class Discovery {
    private final @Nullable AuthorizationServer server;
    private final String problem;

    private Discovery(@Nullable AuthorizationServer server, String problem) {
        this.server = server;
        this.problem = problem;
    }

    static Discovery of(Settings settings, List<URI> hinted, HttpExchange http, FlowTrace trace)
            throws InterruptedException {
        try {
            DiscoveredResource resource =
                    new ResourceDiscovery(http, settings.policy).discover(settings.server, hinted, trace);
            return new Discovery(
                    new ServerDiscovery(http, settings.policy).discover(settings.server, resource, trace), "");
        } catch (AuthException e) {
            return new Discovery(null, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            return new Discovery(null, Shown.failure(e));
        }
    }

    Optional<AuthorizationServer> server() {
        return Optional.ofNullable(server);
    }

    /** Why there is no authorization server. */
    String problem() {
        return problem;
    }
}
