package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Documents.Found;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import dev.mcpoauth.core.metadata.WellKnownUris;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of the resource, wherever a client looks for it (RFC 9728 §3.1, §5.1).
 *
 * @param challenged what the challenge names; none if it names nothing
 * @param wellKnown the well-known locations, in their order
 */
record ResourceDocuments(
        List<Found<ProtectedResourceMetadata>> challenged, List<Found<ProtectedResourceMetadata>> wellKnown) {
    /** A resource that lists thousands would have this client knock at thousands of doors. */
    private static final int MOST_ISSUERS = 5;

    ResourceDocuments {
        challenged = List.copyOf(challenged);
        wellKnown = List.copyOf(wellKnown);
    }

    static ResourceDocuments of(URI server, List<URI> hinted, Documents documents) throws InterruptedException {
        List<Found<ProtectedResourceMetadata>> challenged = new ArrayList<>();
        for (URI hint : hinted) {
            challenged.add(documents.fetch(hint, ProtectedResourceMetadata::parse));
        }
        List<Found<ProtectedResourceMetadata>> wellKnown = new ArrayList<>();
        for (URI location : WellKnownUris.forProtectedResource(new ResourceIndicator(server.toString()))) {
            wellKnown.add(documents.fetch(location, ProtectedResourceMetadata::parse));
        }
        return new ResourceDocuments(challenged, wellKnown);
    }

    /** The order in which a client tries them. */
    List<Found<ProtectedResourceMetadata>> all() {
        List<Found<ProtectedResourceMetadata>> all = new ArrayList<>(challenged);
        all.addAll(wellKnown);
        return all;
    }

    /** The first that is there, broken or not: a client believes no other after it. */
    Optional<Found<ProtectedResourceMetadata>> first() {
        return all().stream()
                .filter(found -> found.metadata().isPresent() || (found.isBroken() && !isPage(found)))
                .findFirst();
    }

    /** Many web applications answer any path with a page, and mean that there is nothing. */
    private static boolean isPage(Found<ProtectedResourceMetadata> found) {
        return found.asked().reply().filter(Documents::isObject).isEmpty();
    }

    Optional<ProtectedResourceMetadata> metadata() {
        return first().flatMap(Found::metadata);
    }

    /** The issuers of the document; without one, the server's own origin, as in MCP 2025-03-26. */
    List<Issuer> issuers(URI server) {
        Optional<ProtectedResourceMetadata> document = metadata();
        if (document.isPresent()) {
            return document.get().authorizationServers().stream()
                    .limit(MOST_ISSUERS)
                    .toList();
        }
        try {
            return first().isPresent() ? List.of() : List.of(new Issuer(Shown.origin(server)));
        } catch (IllegalArgumentException e) {
            return List.of(); // Plain http.
        }
    }
}
