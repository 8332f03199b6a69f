package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.doctor.Documents.Found;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether there is an authorization server, and it is the one that was named. */
final class IssuerChecks {
    private static final Rule FOUND = Rule.of(
            "issuer.found",
            "an authorization server has metadata at one of its well-known locations",
            "RFC 8414 §3.1",
            "Serve the metadata of the issuer at /.well-known/oauth-authorization-server or openid-configuration, to everyone,"
                    + " without redirect; or correct authorization_servers.",
            ClientReasons.NO_AUTHORIZATION_SERVER);

    private static final Rule MATCH = Rule.of(
            "issuer.match",
            "issuer in the metadata is the issuer that the resource names, character by character",
            "RFC 8414 §3.3",
            "Make both texts equal, the slash at the end included. If they name two servers, suspect a mix-up.",
            ClientReasons.METADATA_ISSUER_MISMATCH);

    private static final Rule ENDPOINTS = Rule.of(
            "issuer.endpoints",
            "authorization and token endpoint are there, and all endpoints are URLs that a client may use",
            "RFC 8414 §2",
            "Publish authorization_endpoint and token_endpoint as https URLs that are public where the server is.",
            ClientReasons.ENDPOINT_MISSING,
            ClientReasons.URL_NOT_SECURE,
            ClientReasons.URL_PRIVATE_ADDRESS);

    private static final Rule DISCOVERY = Rule.of(
            "issuer.discovery",
            "our own client's discovery ends at an authorization server",
            "MCP authorization, discovery",
            "Mend what the rows above name; the reason here says what stops our client.",
            ClientReasons.NO_AUTHORIZATION_SERVER);

    static final List<Check> ALL = List.of(
            new Check(FOUND, Gates::discoverable, IssuerChecks::found),
            new Check(
                    MATCH,
                    Gates::documentedIssuer,
                    facts -> match(facts.issuer().orElseThrow())),
            new Check(ENDPOINTS, Gates::documentedIssuer, IssuerChecks::endpoints),
            new Check(DISCOVERY, Gates::discoverable, facts -> discovery(facts.discovery())));

    private IssuerChecks() {}

    private static Outcome found(Facts facts) throws InterruptedException {
        Outcome outcome = found(facts.issuers());
        Optional<AuthorizationServer> assumed = facts.discovery().server().filter(AuthorizationServer::isAssumed);
        return assumed.isPresent() && answers(facts, assumed.get())
                ? Outcome.warns(outcome.detail() + "; but there is an endpoint where MCP 2025-03-26 has it")
                : outcome;
    }

    /** Whether there is something at the authorization endpoint: without parameters it may only complain. */
    private static boolean answers(Facts facts, AuthorizationServer server) throws InterruptedException {
        Asked asked = facts.asking()
                .askSupplied(new HttpCall(
                        "GET", server.metadata().authorizationEndpoint().orElseThrow(), Map.of(), ""));
        return asked.reply()
                .filter(reply -> reply.status() < 500 && reply.status() != 404 && reply.status() != 401)
                .isPresent();
    }

    static Outcome found(List<IssuerDocuments> issuers) {
        Optional<Found<AuthorizationServerMetadata>> first =
                issuers.stream().flatMap(issuer -> issuer.any().stream()).findFirst();
        if (first.isPresent()) {
            return Outcome.holds(Shown.url(first.get().asked().uri()));
        }
        return issuers.isEmpty()
                ? Outcome.fails("no issuer is named")
                : Outcome.fails(issuers.stream()
                        .flatMap(issuer -> issuer.locations().stream())
                        .map(Found::summary)
                        .collect(Collectors.joining("; ")));
    }

    static Outcome match(IssuerDocuments documents) {
        String issuer = documents.issuer().value();
        return documents.usable().isPresent()
                ? Outcome.holds(issuer)
                : Outcome.fails("the metadata says "
                        + documents.any().flatMap(Found::metadata).orElseThrow().issuer() + ", not " + issuer);
    }

    private static Outcome endpoints(Facts facts) throws InterruptedException {
        AuthorizationServerMetadata metadata = facts.authorizationServer().orElseThrow();
        if (metadata.authorizationEndpoint().isEmpty()
                || metadata.tokenEndpoint().isEmpty()) {
            return Outcome.fails(
                    (metadata.tokenEndpoint().isEmpty() ? "token_endpoint" : "authorization_endpoint") + " is missing");
        }
        for (Map.Entry<String, URI> endpoint : named(metadata).entrySet()) {
            if (!facts.asking().permits(endpoint.getValue())) {
                return Outcome.fails(endpoint.getKey() + " must not be used: " + Shown.url(endpoint.getValue()));
            }
        }
        return Outcome.holds(String.join(", ", named(metadata).keySet()));
    }

    private static Map<String, URI> named(AuthorizationServerMetadata metadata) {
        Map<String, URI> all = new LinkedHashMap<>();
        metadata.authorizationEndpoint().ifPresent(uri -> all.put("authorization_endpoint", uri));
        metadata.tokenEndpoint().ifPresent(uri -> all.put("token_endpoint", uri));
        metadata.registrationEndpoint().ifPresent(uri -> all.put("registration_endpoint", uri));
        metadata.revocationEndpoint().ifPresent(uri -> all.put("revocation_endpoint", uri));
        metadata.pushedAuthorizationRequestEndpoint()
                .ifPresent(uri -> all.put("pushed_authorization_request_endpoint", uri));
        metadata.deviceAuthorizationEndpoint().ifPresent(uri -> all.put("device_authorization_endpoint", uri));
        return all;
    }

    static Outcome discovery(Discovery discovery) {
        return discovery
                .server()
                .map(server -> server.isAssumed()
                        ? Outcome.warns("only the endpoints of MCP 2025-03-26 are left to try")
                        : Outcome.holds(server.issuer().value()))
                .orElseGet(() -> Outcome.fails(discovery.problem()));
    }
}
