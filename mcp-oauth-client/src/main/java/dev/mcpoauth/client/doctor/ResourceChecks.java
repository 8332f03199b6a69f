package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Documents.Found;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.metadata.InvalidDocumentException;
import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import dev.mcpoauth.core.metadata.ResourceMatch;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the resource says about itself. */
final class ResourceChecks {
    private static final Rule FOUND = Rule.of(
            "resource.found",
            "there is protected resource metadata where a client looks for it",
            "RFC 9728 §3.1",
            "Serve the document at /.well-known/oauth-protected-resource followed by the path of the MCP endpoint, to everyone,"
                    + " without redirect.",
            ClientReasons.LEGACY_ENDPOINTS);

    private static final Rule DOCUMENT = Rule.of(
            "resource.document",
            "the document keeps its rules and names an authorization server",
            "RFC 9728 §2",
            "Correct the member that is named here; authorization_servers needs at least one issuer, https or on this machine.",
            ClientReasons.RESOURCE_METADATA_UNUSABLE);

    private static final Rule MATCH = Rule.of(
            "resource.match",
            "resource is the URL of the MCP endpoint, character by character",
            "RFC 9728 §3.3",
            "Set resource to the URL that clients are given, or give them the URL that it names: case, port, trailing slash and"
                    + " path have to be the same. Behind a proxy, tell the server its public URL.",
            ClientReasons.RESOURCE_MISMATCH);

    private static final Rule WELL_KNOWN = Rule.of(
            "resource.well-known",
            "clients that do not read the challenge find the same document",
            "RFC 9728 §3.1",
            "Serve the document at the well-known location of the path, too.");

    static final List<Check> ALL = List.of(
            new Check(FOUND, Gates::discoverable, facts -> found(facts.resource())),
            new Check(DOCUMENT, Gates::discoverable, facts -> document(facts.resource())),
            new Check(
                    MATCH,
                    Gates::documentedResource,
                    facts -> match(
                            facts.settings().server,
                            facts.resource().metadata().orElseThrow().resource())),
            new Check(WELL_KNOWN, Gates::documentedResource, facts -> wellKnown(facts.resource())));

    private ResourceChecks() {}

    static Outcome found(ResourceDocuments documents) {
        Optional<Found<ProtectedResourceMetadata>> first = documents.first();
        List<Found<ProtectedResourceMetadata>> all = documents.all();
        if (first.isEmpty()) {
            boolean outage = all.stream().anyMatch(Found::isOutage);
            return outage ? Outcome.fails(summary(all)) : Outcome.warns(summary(all));
        }
        List<Found<ProtectedResourceMetadata>> named = documents.challenged();
        if (!named.isEmpty() && !named.contains(first.get())) {
            return Outcome.warns("not where the challenge says: " + summary(named));
        }
        return Outcome.holds(Shown.url(first.get().asked().uri()));
    }

    private static String summary(List<Found<ProtectedResourceMetadata>> all) {
        return all.stream().map(Found::summary).distinct().collect(Collectors.joining("; "));
    }

    static Outcome document(ResourceDocuments documents) {
        Optional<Found<ProtectedResourceMetadata>> first = documents.first();
        if (first.isEmpty()) {
            return Outcome.skipped("there is no document");
        }
        if (first.get().metadata().isEmpty()) {
            return Outcome.fails(first.get().problem());
        }
        var servers = first.get().metadata().get().authorizationServers();
        return servers.isEmpty()
                ? Outcome.fails("names no authorization server")
                : Outcome.holds(
                        "names " + servers.stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    /** Our client takes what RFC 3986 calls equivalent, and what is above the path. Others compare exactly. */
    static Outcome match(URI server, ResourceIndicator resource) {
        ResourceIndicator expected = new ResourceIndicator(server.toString());
        String named = Shown.url(resource.uri());
        if (expected.equals(resource)) {
            return Outcome.holds(named);
        }
        if (expected.isEquivalentTo(resource)) {
            return Outcome.warns("differs in a trailing slash, in case or in the port: " + named);
        }
        return isAbove(expected, resource)
                ? Outcome.warns("names what is above the endpoint: " + named)
                : Outcome.fails("is for " + named + ", not for " + Shown.url(server));
    }

    private static boolean isAbove(ResourceIndicator expected, ResourceIndicator resource) {
        try {
            ProtectedResourceMetadata.builder(resource)
                    .build()
                    .requireResource(expected, ResourceMatch.TOLERATING_PARENT_PATH);
            return true;
        } catch (InvalidDocumentException e) {
            return false;
        }
    }

    static Outcome wellKnown(ResourceDocuments documents) {
        ProtectedResourceMetadata used = documents.metadata().orElseThrow();
        Optional<Found<ProtectedResourceMetadata>> other = documents.wellKnown().stream()
                .filter(found -> found.metadata().isPresent())
                .findFirst();
        if (other.isEmpty()) {
            return Outcome.warns(summary(documents.wellKnown()));
        }
        boolean same = other.get().metadata().orElseThrow().json().equals(used.json());
        String location = Shown.url(other.get().asked().uri());
        return same ? Outcome.holds(location) : Outcome.warns("another document than the challenge's at " + location);
    }
}
