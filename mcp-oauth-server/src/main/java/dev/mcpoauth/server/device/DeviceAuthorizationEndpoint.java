package dev.mcpoauth.server.device;

import static dev.mcpoauth.core.OAuthError.UNAUTHORIZED_CLIENT;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.AuthenticatedClient;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.RateLimits;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The device authorization endpoint (RFC 8628 §3.1): a device asks, and gets a code to poll with and one to show. */
public final class DeviceAuthorizationEndpoint implements Endpoint {
    private final DeviceRequests requests;
    private final ClientAuthenticator authenticator;
    private final Resources resources;
    private final ScopePolicy scopes;
    private final String page;
    private final RateLimiter begun;

    /**
     * Begins device requests.
     *
     * @param page the URL of the page where people enter codes
     */
    public DeviceAuthorizationEndpoint(
            AuthorizationServerSettings settings,
            DeviceRequests requests,
            ClientAuthenticator authenticator,
            String page) {
        this.requests = requests;
        this.authenticator = authenticator;
        this.resources = new Resources(settings.resources());
        this.scopes = new ScopePolicy(settings.unknownScopes());
        this.page = page;
        RateLimits rates = settings.rateLimits();
        this.begun = new RateLimiter(rates.pendingRequests(), rates.window(), rates.trackedKeys());
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters form = FormBody.read(exchange.request());
        AuthenticatedClient client = authenticator.authenticate(exchange, form);
        if (!client.client().grantTypes().contains(GrantTypes.DEVICE_CODE)) {
            throw UNAUTHORIZED_CLIENT
                    .because(
                            ServerReasons.GRANT_TYPE_NOT_REGISTERED,
                            "the client is not registered for device authorization")
                    .with("client_id", client.clientId());
        }
        GrantTerms terms = terms(form);
        requirePatience(client.clientId(), exchange.now());
        DeviceRequests.Begun codes = requests.begin(client.clientId(), terms, exchange.now());
        exchange.about(
                FlowKeys.DEVICE,
                Fingerprint.of(requests.hash(codes.deviceCode()).encoded()));
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.DEVICE_BEGUN,
                Map.of("client_id", client.clientId(), "scope", terms.scope()));
        return WebResponse.json(200, response(codes));
    }

    private GrantTerms terms(Parameters form) {
        List<ResourceSettings> targets = resources.requested(form.values("resource"));
        return new GrantTerms(
                scopes.requested(form.value("scope"), targets),
                targets.stream().map(ResourceSettings::identifier).toList());
    }

    private void requirePatience(String clientId, Instant now) {
        Optional<Duration> delay = begun.delay(clientId, now);
        if (delay.isPresent()) {
            throw RetryAfter.because(
                            ServerReasons.DEVICE_RATE_LIMITED, "too many requests, try again later", delay.get())
                    .with("client_id", clientId);
        }
        begun.count(clientId, now);
    }

    private JsonObject response(DeviceRequests.Begun codes) {
        String shown = codes.userCode().shown();
        return JsonObject.builder()
                .put("device_code", codes.deviceCode().reveal())
                .put("user_code", shown)
                .put("verification_uri", page)
                .put(
                        "verification_uri_complete",
                        Parameters.builder().add("user_code", shown).build().appendTo(page))
                .put("expires_in", requests.life().toSeconds())
                .put("interval", DeviceRequests.INTERVAL.toSeconds())
                .build();
    }
}
