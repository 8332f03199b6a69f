package dev.mcpoauth.server.register;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;
import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.INVALID_TOKEN;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.EffectiveMetadata;
import dev.mcpoauth.server.client.metadata.MetadataRules;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client configuration endpoint (RFC 7592 §2): a client reads, replaces and deletes its own registration. An update is a
 * compare-and-set on what the token opened, so that it can not bring back a registration that was deleted meanwhile
 * (CVE-2026-9705), and it goes through the same rules as a registration.
 */
public final class ManagementEndpoint implements Endpoint {
    private static final OAuthError CONFLICT = new OAuthError(INVALID_REQUEST.code(), 409);
    private static final String BEARER = "Bearer ";

    private final OAuthStore store;
    private final MetadataRules rules;
    private final ManagementTokens tokens;
    private final SecureRandom random;

    /** Manages what is registered in this store. */
    public ManagementEndpoint(OAuthStore store, MetadataRules rules, ManagementTokens tokens, SecureRandom random) {
        this.store = store;
        this.rules = rules;
        this.tokens = tokens;
        this.random = random;
    }

    /** A registration that its token opened. */
    private record Opened(ClientRecord record, RegisteredClient client, AccessToken token) {
        String clientId() {
            return record.clientId();
        }
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Opened opened = open(exchange.request());
        return switch (exchange.request().method()) {
            case "PUT" -> update(exchange, opened);
            case "DELETE" -> delete(exchange, opened);
            default -> read(exchange, opened);
        };
    }

    /** No client and a wrong token get the same answer (RFC 7592 §2.1). */
    private Opened open(WebRequest request) {
        String clientId = Parameters.parse(request.query()).value("client_id").orElse("");
        AccessToken token = token(request);
        Optional<ClientRecord> record = clientId.isEmpty() || clientId.length() > 512
                ? Optional.empty()
                : store.clients().find(clientId);
        return record.map(found -> new Opened(found, RegisteredClient.read(found.clientId(), found.payload()), token))
                .filter(found -> tokens.permits(found.client(), token))
                .orElseThrow(ManagementEndpoint::closed);
    }

    private static AccessToken token(WebRequest request) {
        List<String> headers = request.headers("Authorization");
        String header = headers.size() == 1 ? headers.get(0) : "";
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw closed();
        }
        try {
            return AccessToken.parse(header.substring(BEARER.length()).strip());
        } catch (IllegalArgumentException e) {
            throw closed();
        }
    }

    private static OAuthException closed() {
        return INVALID_TOKEN.because(ServerReasons.MANAGE_TOKEN, "the token opens no registration here");
    }

    private WebResponse read(Exchange exchange, Opened opened) {
        tokens.withoutPrevious(opened.client(), opened.token())
                .ifPresent(alone -> exchange.bestEffort(() -> store(opened, alone)));
        report(exchange, ServerReasons.MANAGE_READ, opened);
        return respond(opened, opened.client().metadata(), opened.token(), Optional.empty());
    }

    private boolean store(Opened opened, RegisteredClient next) {
        return store.clients()
                .update(
                        opened.record().withPayload(next.write()),
                        opened.record().version());
    }

    private WebResponse update(Exchange exchange, Opened opened) {
        JsonObject body = RegistrationBody.read(exchange.request());
        requireOwn(body, opened);
        EffectiveMetadata asked = rules.read(body);
        boolean newlySecret =
                asked.method().usesSecret() && opened.client().secretHash().isEmpty();
        Optional<ClientSecret> secret = newlySecret ? Optional.of(ClientSecret.generate(random)) : Optional.empty();
        AccessToken next = tokens.generate();
        RegisteredClient changed = RegisteredClient.of(
                opened.clientId(), asked.json(), secretHash(asked, opened, secret), asked.methodStated(), false);
        if (!store(opened, tokens.rotate(changed, opened.token(), next))) {
            throw store.clients().find(opened.clientId()).isEmpty() ? closed() : conflict();
        }
        report(exchange, ServerReasons.MANAGE_UPDATED, opened);
        return respond(opened, asked.json(), next, secret);
    }

    private static Optional<TokenHash> secretHash(
            EffectiveMetadata asked, Opened opened, Optional<ClientSecret> secret) {
        if (!asked.method().usesSecret()) {
            return Optional.empty();
        }
        return secret.map(ClientSecret::hash).or(() -> opened.client().secretHash());
    }

    private static OAuthException conflict() {
        return CONFLICT.because(ServerReasons.MANAGE_CONFLICT, "the registration was changed at the same time");
    }

    /** A client can neither become another one nor choose its secret (RFC 7592 §2.2). */
    private static void requireOwn(JsonObject body, Opened opened) {
        if (!body.string("client_id").equals(Optional.of(opened.clientId()))) {
            throw INVALID_CLIENT_METADATA.because(
                    ServerReasons.MANAGE_CLIENT_ID, "client_id must be that of the registration");
        }
        boolean foreign = body.has("client_secret")
                && body.string("client_secret")
                        .filter(text -> isSecretOf(opened.client(), text))
                        .isEmpty();
        if (foreign) {
            throw INVALID_CLIENT_METADATA.because(
                    ServerReasons.MANAGE_SECRET, "client_secret must be the one that was issued");
        }
    }

    private static boolean isSecretOf(RegisteredClient client, String text) {
        try {
            return client.hasSecret(ClientSecret.parse(text));
        } catch (IllegalArgumentException notASecret) {
            return false;
        }
    }

    /** First the registration, so that nothing new is granted; then what was granted before. */
    private WebResponse delete(Exchange exchange, Opened opened) {
        store.clients().delete(opened.clientId());
        store.grants()
                .revokeWhere(
                        new GrantSelector.OfClient(opened.clientId()), RevokeReason.CLIENT_DELETED, exchange.now());
        report(exchange, ServerReasons.MANAGE_DELETED, opened);
        return WebResponse.empty(204).with("Cache-Control", "no-store");
    }

    private static void report(Exchange exchange, Reason reason, Opened opened) {
        exchange.report(Decision.PERMITTED, reason, Map.of("client_id", opened.clientId()));
    }

    /** Not the secret, of which only a hash is kept, except when it is new. */
    private WebResponse respond(Opened opened, JsonObject metadata, AccessToken token, Optional<ClientSecret> secret) {
        JsonObject.Builder json = metadata.toBuilder()
                .put("client_id", opened.clientId())
                .put("client_id_issued_at", opened.record().createdAt().getEpochSecond());
        secret.ifPresent(value -> json.put("client_secret", value.reveal()).put("client_secret_expires_at", 0));
        tokens.describe(json, opened.clientId(), token);
        return WebResponse.json(200, json.build());
    }
}
