package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.provider.ProviderProfiles;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether the authorization server offers what a client needs, by its metadata. */
final class ClientChecks {
    /** What a client that was registered dynamically, or set up by a user, can do. */
    private static final List<String> AUTHENTICATION = List.of("none", "client_secret_basic", "client_secret_post");

    private static final Rule WAYS = Rule.of(
            "registration.ways",
            "there is a way to become a client: registered here already, a metadata document, dynamic registration",
            "MCP authorization, client registration",
            "Switch on dynamic registration or client ID metadata documents at the authorization server, or register a client"
                    + " there by hand and give it to this program.",
            ClientReasons.REGISTRATION_NOT_POSSIBLE);

    private static final Rule PKCE = Rule.of(
            "pkce.s256",
            "S256 is in code_challenge_methods_supported",
            "MCP authorization, code protection",
            "Have the authorization server verify PKCE with S256, and say so in its metadata.",
            ClientReasons.PKCE_NOT_ADVERTISED);

    private static final Rule CODE = Rule.of(
            "grant.code",
            "the authorization code grant is offered",
            "RFC 8414 §2",
            "Switch on the grant authorization_code with the response type code at the authorization server.");

    private static final Rule REFRESH = Rule.of(
            "grant.refresh",
            "refresh tokens are offered",
            "RFC 6749 §6",
            "Switch on the grant refresh_token; without it users sign in each time that a token expires.");

    private static final Rule AUTHENTICATION_METHODS = Rule.of(
            "token.authentication",
            "the token endpoint takes none, client_secret_basic or client_secret_post, or what the client that is set up here does",
            "RFC 8414 §2",
            "Allow public clients (none) at the token endpoint, or register a client with a secret.",
            ClientReasons.AUTHENTICATION_UNSUPPORTED);

    private static final Rule SCOPE = Rule.of(
            "scope.offered",
            "the scope that the resource asks for is one that the authorization server names",
            "RFC 8414 §2",
            "Add the scope at the authorization server, or correct what the resource asks for.");

    private static final Rule PARAMETER = Rule.of(
            "issuer.parameter",
            "authorization responses name their issuer",
            "RFC 9207 §3",
            "Have the server add iss to its authorization responses, and say so in its metadata.");

    static final List<Check> ALL = List.of(
            new Check(WAYS, Gates::documentedIssuer, ClientChecks::ways),
            new Check(PKCE, Gates::documentedIssuer, facts -> pkce(server(facts))),
            new Check(CODE, Gates::documentedIssuer, facts -> code(server(facts))),
            new Check(REFRESH, Gates::documentedIssuer, facts -> refresh(server(facts))),
            new Check(
                    AUTHENTICATION_METHODS,
                    Gates::documentedIssuer,
                    facts -> authentication(own(facts), server(facts))),
            new Check(SCOPE, Gates::documentedIssuer, facts -> scope(wanted(facts), server(facts))),
            new Check(PARAMETER, Gates::documentedIssuer, facts -> parameter(server(facts))));

    private ClientChecks() {}

    private static AuthorizationServerMetadata server(Facts facts) throws InterruptedException {
        return facts.authorizationServer().orElseThrow();
    }

    private static Outcome ways(Facts facts) throws InterruptedException {
        Optional<RegisteredClient> known = known(facts);
        if (known.isPresent()) {
            return Outcome.holds(
                    known.get().dynamic() ? "a client is registered here already" : "a client is set up here");
        }
        return ways(server(facts));
    }

    private static Optional<RegisteredClient> known(Facts facts) throws InterruptedException {
        LocalState local = facts.local();
        return facts.discovery().server().flatMap(server -> local.known(server, facts.trace()));
    }

    static Outcome ways(AuthorizationServerMetadata server) {
        List<String> ways = new ArrayList<>();
        server.registrationEndpoint().ifPresent(uri -> ways.add("dynamic registration"));
        if (server.clientIdMetadataDocumentSupported()) {
            ways.add("client ID metadata documents");
        }
        return ways.isEmpty()
                ? Outcome.fails("only clients that are registered by hand, and none is set up here")
                : Outcome.holds(String.join(", ", ways));
    }

    static Outcome pkce(AuthorizationServerMetadata server) {
        List<String> methods = server.codeChallengeMethodsSupported();
        if (methods.contains("S256")) {
            return Outcome.holds(String.join(", ", methods));
        }
        String found = methods.isEmpty() ? "no method is named" : "only " + String.join(", ", methods);
        return ProviderProfiles.of(server.issuer()).assumesPkce()
                ? Outcome.warns(found + "; this provider is known to verify S256")
                : Outcome.fails(found);
    }

    static Outcome code(AuthorizationServerMetadata server) {
        if (!server.grantTypesSupported().contains("authorization_code")) {
            return Outcome.fails("only " + String.join(", ", server.grantTypesSupported()));
        }
        boolean responds = server.responseTypesSupported().isEmpty()
                || server.responseTypesSupported().contains("code");
        return responds
                ? Outcome.holds("authorization_code")
                : Outcome.fails("response types: " + String.join(", ", server.responseTypesSupported()));
    }

    /** RFC 8414 assumes no refresh tokens where grants are left out; those servers mostly have them. */
    static Outcome refresh(AuthorizationServerMetadata server) {
        if (!server.json().has("grant_types_supported")) {
            return Outcome.holds("grants are not named");
        }
        return server.grantTypesSupported().contains("refresh_token")
                ? Outcome.holds("refresh_token")
                : Outcome.warns("only " + String.join(", ", server.grantTypesSupported()));
    }

    /** What the client that is set up here does, or what a new one can do. */
    private static List<String> own(Facts facts) throws InterruptedException {
        return known(facts)
                .filter(client -> !client.dynamic())
                .map(client -> List.of(client.identity().authentication().method()))
                .orElse(AUTHENTICATION);
    }

    static Outcome authentication(List<String> possible, AuthorizationServerMetadata server) {
        if (!server.json().has("token_endpoint_auth_methods_supported")) {
            return Outcome.holds("methods are not named");
        }
        List<String> offered = server.tokenEndpointAuthMethodsSupported();
        Optional<String> usable = possible.stream().filter(offered::contains).findFirst();
        return usable.map(method -> Outcome.holds("uses " + method + " of " + String.join(", ", offered)))
                .orElse(Outcome.fails("only " + String.join(", ", offered)));
    }

    /** The challenge's scope before that of the metadata, as a client takes it. */
    private static List<String> wanted(Facts facts) throws InterruptedException {
        Optional<String> challenged = facts.challenge().flatMap((Challenge challenge) -> challenge.parameter("scope"));
        return challenged
                .map(text -> Arrays.asList(text.split(" ", -1)))
                .orElse(facts.resource()
                        .metadata()
                        .map(ProtectedResourceMetadata::scopesSupported)
                        .orElse(List.of()));
    }

    static Outcome scope(List<String> wanted, AuthorizationServerMetadata server) {
        List<String> named = server.scopesSupported();
        List<String> missing =
                wanted.stream().filter(scope -> !named.contains(scope)).toList();
        if (wanted.isEmpty() || named.isEmpty() || missing.isEmpty()) {
            return Outcome.holds(wanted.isEmpty() ? "none is asked for" : String.join(" ", wanted));
        }
        return Outcome.warns("not named there: " + String.join(" ", missing));
    }

    static Outcome parameter(AuthorizationServerMetadata server) {
        return server.authorizationResponseIssParameterSupported()
                ? Outcome.holds("iss is promised")
                : Outcome.warns("authorization_response_iss_parameter_supported is not true");
    }
}
