package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.device.DeviceRequest;
import dev.mcpoauth.server.device.DeviceRequests;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.AuthTime;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.settings.Lifetimes;
import java.time.Instant;
import java.util.Map;

/** Takes a person's answer to the device, where it becomes a grant whose code is the device code (RFC 8628 §3.5). */
final class DeviceAnswers {
    private final DeviceRequests requests;
    private final OAuthStore store;
    private final Clients clients;
    private final Handles handles;
    private final Lifetimes lifetimes;
    private final GrantSeals seals;

    DeviceAnswers(
            DeviceRequests requests,
            OAuthStore store,
            Clients clients,
            Handles handles,
            Lifetimes lifetimes,
            GrantSeals seals) {
        this.requests = requests;
        this.store = store;
        this.clients = clients;
        this.handles = handles;
        this.lifetimes = lifetimes;
        this.seals = seals;
    }

    DeviceRequests requests() {
        return requests;
    }

    void approve(Exchange exchange, DeviceRequest request, SignIn signIn) {
        Instant now = exchange.now();
        if (!requests.approve(request, now)) {
            throw over();
        }
        String grantId = handles.generate();
        JsonObject properties = signIn.person().properties();
        GrantKey key = seals.keyFor(properties);
        GrantRecord grant = GrantRecord.granted(
                grantId,
                signIn.person().id(),
                request.clientId(),
                "",
                now,
                now.plus(lifetimes.grant()),
                seals.seal(key, grantId, properties),
                AuthTime.write(request.terms(), signIn.at()));
        store.grants().create(grant);
        store.codes()
                .issue(CodeRecord.issued(
                        request.id(),
                        grant.grantId(),
                        request.clientId(),
                        now,
                        now.plus(lifetimes.deviceCode()),
                        request.mailbox().post(key)));
        exchange.bestEffort(() -> clients.used(request.clientId(), now));
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.DEVICE_APPROVED,
                Map.of(
                        "client_id", request.clientId(),
                        "grant", grant.grantId(),
                        "subject", grant.subject(),
                        "scope", request.terms().scope()));
    }

    void deny(Exchange exchange, DeviceRequest request) {
        if (!requests.deny(request, exchange.now())) {
            throw over();
        }
        exchange.report(Decision.REFUSED, ServerReasons.DEVICE_DENIED, Map.of("client_id", request.clientId()));
    }

    private static OAuthException over() {
        return INVALID_REQUEST.because(
                ServerReasons.DEVICE_OVER,
                "This code is over: somebody answered already, or it took too long. Start again on the device.");
    }
}
