package dev.mcpoauth.server.authorize;

import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.login.ClientView;
import dev.mcpoauth.server.login.Html;
import java.net.URI;
import java.util.Optional;

/** What people are shown of clients. */
final class ClientViews {
    private final Clients clients;

    ClientViews(Clients clients) {
        this.clients = clients;
    }

    /** A client that asks now, and where the answer goes. */
    static ClientView of(RegisteredClient client, Optional<Destination> destination) {
        String name = Html.shown(client.name());
        return new ClientView(
                name.isEmpty() ? "An application without name" : name,
                client.isVerified(),
                client.documentHost(),
                destination.map(Destination::host).orElse(""),
                destination.filter(one -> !one.isWebSite()).isPresent());
    }

    /**
     * A client that was connected some time. Nothing is fetched for it: of one with a document, its id is what is known for
     * sure.
     */
    ClientView connected(String clientId, Optional<Destination> destination) {
        return clients.findWithoutFetching(clientId)
                .map(client -> of(client, destination))
                .orElseGet(() -> remembered(clientId, destination));
    }

    private static ClientView remembered(String clientId, Optional<Destination> destination) {
        Optional<String> host = documentHost(clientId);
        return new ClientView(
                host.isPresent() ? Html.shown(clientId) : "An application that is no longer registered",
                false,
                host,
                destination.map(Destination::host).orElse(""),
                destination.filter(one -> !one.isWebSite()).isPresent());
    }

    private static Optional<String> documentHost(String clientId) {
        try {
            URI id = URI.create(clientId);
            return "https".equals(id.getScheme()) ? Optional.ofNullable(id.getHost()) : Optional.empty();
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }
}
