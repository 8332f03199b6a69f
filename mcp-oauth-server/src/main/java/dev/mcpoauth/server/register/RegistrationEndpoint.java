package dev.mcpoauth.server.register;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import dev.mcpoauth.server.client.metadata.EffectiveMetadata;
import dev.mcpoauth.server.client.metadata.MetadataRules;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.settings.Limits;
import dev.mcpoauth.server.settings.RateLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The registration endpoint (RFC 7591 §3), open to all and bounded: a client without secret that registers again gets
 * the registration it has, unless clients manage themselves; the number of registrations and their rate are limited for all together, because hosted clients
 * share addresses.
 */
public final class RegistrationEndpoint implements Endpoint {
    private static final String EVERYONE = "everyone";
    private static final Duration WAIT_FOR_ROOM = Duration.ofHours(1);
    private static final int ID_BYTES = 18;

    private final MetadataRules rules;
    private final ClientStore store;
    private final Limits limits;
    private final RateLimiter created;
    private final Optional<ManagementTokens> management;
    private final SecureRandom random;

    /**
     * Registers in this store.
     *
     * @param management makes clients manage their registrations themselves, each its own
     */
    public RegistrationEndpoint(
            MetadataRules rules,
            ClientStore store,
            Limits limits,
            RateLimits rates,
            Optional<ManagementTokens> management,
            SecureRandom random) {
        this.rules = rules;
        this.management = management;
        this.store = store;
        this.limits = limits;
        this.created = new RateLimiter(rates.registrations(), rates.window(), 1);
        this.random = random;
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        EffectiveMetadata asked = rules.read(RegistrationBody.read(exchange.request()));
        if (asked.method().usesSecret()) {
            return register(exchange, asked, newClientId(), Optional.of(ClientSecret.generate(random)));
        }
        return management.isPresent()
                ? register(exchange, asked, newClientId(), Optional.empty())
                : registerSecretless(exchange, asked);
    }

    /** Its id follows from its fingerprint, so that the same client finds its registration again. */
    private WebResponse registerSecretless(Exchange exchange, EffectiveMetadata asked) {
        String kind = asked.method() == ClientAuthenticationMethod.NONE ? "public-" : "key-";
        String clientId = kind + ClientFingerprint.of(asked);
        Optional<ClientRecord> known = store.find(clientId);
        return known.isPresent()
                ? existing(exchange, asked, known.get())
                : register(exchange, asked, clientId, Optional.empty());
    }

    private WebResponse register(
            Exchange exchange, EffectiveMetadata asked, String clientId, Optional<ClientSecret> secret) {
        Instant now = exchange.now();
        requirePatience(now);
        Optional<AccessToken> token = management.map(ManagementTokens::generate);
        RegisteredClient client = client(asked, clientId, secret, token);
        ClientRegistration outcome = store.registerIfAbsent(
                clientId,
                ClientRecord.registered(clientId, now, now.plus(limits.unusedRegistration()), client.write()),
                new RegistrationLimits(limits.registrations()));
        if (outcome instanceof ClientRegistration.Created made) {
            created.count(EVERYONE, now);
            report(exchange, ServerReasons.REGISTERED, asked, clientId);
            return respond(asked, made.client(), secret, token);
        }
        if (outcome instanceof ClientRegistration.Existing found) {
            return existing(exchange, asked, found.client());
        }
        throw RetryAfter.because(
                ServerReasons.REGISTER_CAP, "there is no room for another registration", WAIT_FOR_ROOM);
    }

    private RegisteredClient client(
            EffectiveMetadata asked, String clientId, Optional<ClientSecret> secret, Optional<AccessToken> token) {
        RegisteredClient client = RegisteredClient.of(
                clientId, asked.json(), secret.map(ClientSecret::hash), asked.methodStated(), false);
        return management
                .flatMap(tokens -> token.map(one -> tokens.issue(client, one)))
                .orElse(client);
    }

    private void requirePatience(Instant now) {
        Optional<Duration> delay = created.delay(EVERYONE, now);
        if (delay.isPresent()) {
            throw RetryAfter.because(
                    ServerReasons.REGISTER_RATE_LIMITED, "too many registrations, try again later", delay.get());
        }
    }

    private WebResponse existing(Exchange exchange, EffectiveMetadata asked, ClientRecord found) {
        store.touch(found.clientId(), exchange.now(), exchange.now().plus(limits.unusedRegistration()));
        report(exchange, ServerReasons.REGISTERED_BEFORE, asked, found.clientId());
        return respond(asked, found, Optional.empty(), Optional.empty());
    }

    private static void report(Exchange exchange, Reason reason, EffectiveMetadata asked, String clientId) {
        exchange.report(
                Decision.PERMITTED,
                reason,
                Map.of(
                        "client_id", clientId,
                        "client_name", asked.json().string("client_name").orElse(""),
                        "redirect_uris", asked.redirectUris(),
                        "method_stated", asked.methodStated()));
    }

    private WebResponse respond(
            EffectiveMetadata asked, ClientRecord record, Optional<ClientSecret> secret, Optional<AccessToken> token) {
        JsonObject.Builder json = asked.json().toBuilder()
                .put("client_id", record.clientId())
                .put("client_id_issued_at", record.createdAt().getEpochSecond());
        secret.ifPresent(value -> json.put("client_secret", value.reveal()).put("client_secret_expires_at", 0));
        token.ifPresent(value -> management.ifPresent(tokens -> tokens.describe(json, record.clientId(), value)));
        return WebResponse.json(201, json.build());
    }

    private String newClientId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
