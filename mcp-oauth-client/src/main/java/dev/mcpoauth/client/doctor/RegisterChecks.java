package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.core.RedirectUri;
import java.util.List;
import java.util.Optional;

/** What can only be seen by registering a client. Done if asked for. */
final class RegisterChecks {
    private static final Rule REGISTER = Rule.of(
            "register.client",
            "a client can be registered",
            "RFC 7591 §3",
            "Look into the log of the authorization server for what it objects to; the reason here has its answer.",
            ClientReasons.REGISTRATION_REFUSED,
            ClientReasons.REGISTRATION_INVALID);

    private static final Rule AUTHORIZE = Rule.of(
            "register.authorize",
            "an authorization request of the new client is taken",
            "RFC 6749 §4.1.1",
            "Look into the log of the authorization server for what it objects to: the redirect URI on 127.0.0.1, resource, or"
                    + " PKCE.");

    private static final Rule PORT = Rule.of(
            "register.port",
            "an authorization request with another port of 127.0.0.1 is taken",
            "RFC 8252 §7.3",
            "Have the authorization server leave the port of loopback redirect URIs out of the comparison. Until then give the"
                    + " client a fixed port that is free.");

    private static final Rule KNOWN = Rule.of(
            "register.known",
            "the server still knows the client that is registered here",
            "RFC 6749 §4.1.2.1",
            "Sign out and in again (logout, login): another client is registered then.",
            ClientReasons.REGISTRATION_FORGOTTEN);

    static final List<Check> ALL = List.of(
            new Check(KNOWN, Gates::registering, RegisterChecks::known),
            new Check(REGISTER, Gates::registering, RegisterChecks::register),
            new Check(AUTHORIZE, RegisterChecks::registered, facts -> authorize(facts, Trial.REGISTERED)),
            new Check(PORT, RegisterChecks::registered, facts -> authorize(facts, Trial.OTHER_PORT)));

    private RegisterChecks() {}

    private static Outcome known(Facts facts) throws InterruptedException {
        LocalState local = facts.local();
        Optional<RegisteredClient> client = facts.authorizationServer().flatMap(at -> local.registration(at.issuer()));
        if (client.isEmpty() || client.get().redirectUris().isEmpty()) {
            return Outcome.skipped("no registration is stored");
        }
        return Trial.objection(
                        facts,
                        client.get().identity().clientId(),
                        client.get().redirectUris().get(0))
                .map(Outcome::warns)
                .orElse(Outcome.holds("it is taken"));
    }

    private static Outcome register(Facts facts) throws InterruptedException {
        Optional<AuthorizationServer> server = facts.discovery().server();
        if (server.flatMap(found -> found.metadata().registrationEndpoint()).isEmpty()) {
            return Outcome.skipped("there is no registration endpoint that can be used");
        }
        Trial trial = facts.trial();
        return trial.client().isPresent() ? Outcome.holds("it can") : Outcome.fails(trial.problem());
    }

    private static Optional<String> registered(Facts facts) throws InterruptedException {
        Optional<String> obstacle = Gates.registering(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        boolean possible = facts.discovery()
                .server()
                .flatMap(found -> found.metadata().registrationEndpoint())
                .isPresent();
        return possible && facts.trial().client().isPresent()
                ? Optional.empty()
                : Optional.of("no client is registered");
    }

    private static Outcome authorize(Facts facts, RedirectUri redirectUri) throws InterruptedException {
        RegisteredClient client = facts.trial().client().orElseThrow();
        Optional<String> objection = Trial.objection(facts, client.identity().clientId(), redirectUri);
        boolean own = redirectUri.equals(Trial.REGISTERED);
        return objection
                .map(text -> own ? Outcome.fails(text) : Outcome.warns(text))
                .orElse(Outcome.holds(redirectUri.value() + " is taken"));
    }
}
