package dev.mcpoauth.server.register;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
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
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebRequest;
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
 * the registration it has; the number of registrations and their rate are limited for all together, because hosted clients
 * share addresses.
 */
public final class RegistrationEndpoint implements Endpoint {
    private static final OAuthError WRONG_TYPE = new OAuthError(INVALID_CLIENT_METADATA.code(), 415);
    private static final String EVERYONE = "everyone";
    private static final Duration WAIT_FOR_ROOM = Duration.ofHours(1);
    private static final int ID_BYTES = 18;

    private final MetadataRules rules;
    private final ClientStore store;
    private final Limits limits;
    private final RateLimiter created;
    private final SecureRandom random;

    /** Registers in this store. */
    public RegistrationEndpoint(
            MetadataRules rules, ClientStore store, Limits limits, RateLimits rates, SecureRandom random) {
        this.rules = rules;
        this.store = store;
        this.limits = limits;
        this.created = new RateLimiter(rates.registrations(), rates.window(), 1);
        this.random = random;
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        EffectiveMetadata asked = rules.read(document(exchange.request()));
        return asked.method().usesSecret()
                ? register(exchange, asked, newClientId(), Optional.of(ClientSecret.generate(random)))
                : registerSecretless(exchange, asked);
    }

    private static JsonObject document(WebRequest request) {
        FormBody.requireWhole(request);
        if (!request.mediaType().equals("application/json")) {
            throw WRONG_TYPE.because(ServerReasons.REQUEST_MEDIA_TYPE, "the body must be of type application/json");
        }
        try {
            return JsonObject.parse(request.body());
        } catch (MalformedJsonException e) {
            throw INVALID_CLIENT_METADATA.because(ServerReasons.REGISTER_MALFORMED, "the body is not a JSON object");
        }
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
        RegisteredClient client = RegisteredClient.of(
                clientId, asked.json(), secret.map(ClientSecret::hash), asked.methodStated(), false);
        ClientRegistration outcome = store.registerIfAbsent(
                clientId,
                ClientRecord.registered(clientId, now, now.plus(limits.unusedRegistration()), client.write()),
                new RegistrationLimits(limits.registrations()));
        if (outcome instanceof ClientRegistration.Created made) {
            created.count(EVERYONE, now);
            report(exchange, ServerReasons.REGISTERED, asked, clientId);
            return respond(asked, made.client(), secret);
        }
        if (outcome instanceof ClientRegistration.Existing found) {
            return existing(exchange, asked, found.client());
        }
        throw RetryAfter.because(
                ServerReasons.REGISTER_CAP, "there is no room for another registration", WAIT_FOR_ROOM);
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
        return respond(asked, found, Optional.empty());
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

    private static WebResponse respond(EffectiveMetadata asked, ClientRecord record, Optional<ClientSecret> secret) {
        JsonObject.Builder json = asked.json().toBuilder()
                .put("client_id", record.clientId())
                .put("client_id_issued_at", record.createdAt().getEpochSecond());
        secret.ifPresent(value -> json.put("client_secret", value.reveal()).put("client_secret_expires_at", 0));
        return WebResponse.json(201, json.build());
    }

    private String newClientId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
