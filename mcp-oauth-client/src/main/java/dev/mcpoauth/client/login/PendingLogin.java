package dev.mcpoauth.client.login;

import dev.mcpoauth.client.dpop.DpopKey;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.client.grant.TokenOwner;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A sign-in of a web application between its two requests: all that another node needs to end it without asking anyone.
 *
 * @param attempt what the answer must fit
 * @param owner whose sign-in it is
 * @param tokenEndpoint where the code is redeemed
 * @param revocationEndpoint where the tokens will be revoked
 * @param dpop the key that the tokens will be bound to, empty for bearer tokens
 */
public record PendingLogin(
        AuthorizationAttempt attempt,
        TokenOwner owner,
        URI tokenEndpoint,
        Optional<URI> revocationEndpoint,
        Optional<DpopKey> dpop) {

    static PendingLogin of(AuthorizationAttempt attempt, GrantRequest request) {
        return new PendingLogin(
                attempt,
                request.owner(),
                request.server().tokenEndpoint(),
                request.server().metadata().revocationEndpoint(),
                request.proofs().map(DpopProofs::key));
    }

    JsonObject write() {
        return JsonObject.builder()
                .put("state", attempt.state().hex())
                .put("code_verifier", attempt.verifier().reveal())
                .put("issuer", attempt.issuer().value())
                .put("issuer_expected", attempt.issuerExpected())
                .put("client_id", attempt.clientId())
                .put("redirect_uri", attempt.redirectUri().value())
                .put("resource", attempt.resource().value())
                .put("scope", attempt.scope().toString())
                .put("begun", attempt.begun().toString())
                .put("server", owner.server().toString())
                .put("subject", owner.subject())
                .put("token_endpoint", tokenEndpoint.toString())
                .put("revocation_endpoint", revocationEndpoint.map(URI::toString))
                .put("dpop", dpop.map(DpopKey::write))
                .build();
    }

    /** Reads what was written; empty if it is not there, or damaged. */
    static Optional<PendingLogin> read(JsonObject json) {
        try {
            return Optional.of(new PendingLogin(
                    attempt(json),
                    new TokenOwner(URI.create(text(json, "server")), text(json, "subject")),
                    URI.create(text(json, "token_endpoint")),
                    json.string("revocation_endpoint").map(URI::create),
                    json.object("dpop").map(stored -> DpopKey.read(stored).orElseThrow())));
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static AuthorizationAttempt attempt(JsonObject json) {
        return new AuthorizationAttempt(
                new StateHash(text(json, "state")),
                CodeVerifier.of(text(json, "code_verifier")),
                new Issuer(text(json, "issuer")),
                json.bool("issuer_expected").orElseThrow(),
                text(json, "client_id"),
                new RedirectUri(text(json, "redirect_uri")),
                new ResourceIndicator(text(json, "resource")),
                Scope.parse(text(json, "scope")).orElse(Scope.EMPTY),
                Instant.parse(text(json, "begun")));
    }

    private static String text(JsonObject json, String member) {
        return json.string(member).orElseThrow();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "PendingLogin[" + attempt + ", " + owner.server() + "]";
    }
}
