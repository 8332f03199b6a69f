package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Documents.Found;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.metadata.WellKnownUris;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the locations of one issuer's metadata hold (RFC 8414 §3.1, OpenID Connect Discovery, in the order of MCP).
 *
 * @param issuer who was asked for
 * @param locations the locations, in the order in which they are tried
 */
record IssuerDocuments(Issuer issuer, List<Found<AuthorizationServerMetadata>> locations) {

    IssuerDocuments {
        locations = List.copyOf(locations);
    }

    static IssuerDocuments of(Issuer issuer, Documents documents) throws InterruptedException {
        List<Found<AuthorizationServerMetadata>> locations = new ArrayList<>();
        for (var location : WellKnownUris.forAuthorizationServer(issuer)) {
            Found<AuthorizationServerMetadata> found = documents.fetch(location, AuthorizationServerMetadata::parse);
            locations.add(found);
            if (found.metadata()
                    .filter(document -> document.issuer().equals(issuer))
                    .isPresent()) {
                break; // A client asks no further.
            }
        }
        return new IssuerDocuments(issuer, locations);
    }

    /** The document of this issuer, the one that a client uses. */
    Optional<AuthorizationServerMetadata> usable() {
        return locations.stream()
                .flatMap(found -> found.metadata().stream())
                .filter(document -> document.issuer().equals(issuer))
                .findFirst();
    }

    /** A document, if only one of another issuer, of which the other rules can be judged. */
    Optional<Found<AuthorizationServerMetadata>> any() {
        return locations.stream()
                .filter(found ->
                        found.metadata().filter(d -> d.issuer().equals(issuer)).isPresent())
                .findFirst()
                .or(() -> locations.stream()
                        .filter(found -> found.metadata().isPresent())
                        .findFirst());
    }
}
