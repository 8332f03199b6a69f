package dev.mcpoauth.client.login;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.error.OutageException;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.client.grant.Polled;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user signs in on another device, for programs without a browser and without a redirect URI (RFC 8628). The code is bound
 * to nothing but what the user reads, so use it where no other way is open (RFC 8628 §5.4). Thread-safe.
 */
public final class DeviceCodeGrant implements Grant {
    static final String TYPE = "urn:ietf:params:oauth:grant-type:device_code";

    private final DevicePrompt prompt;
    private final Registrar registrar;
    private final UrlPolicy policy;
    private final Duration patience;
    private final Clock clock;
    private final Pause pause;

    /** Lets time pass between two questions. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /**
     * For users who are told by the prompt.
     *
     * @param patience how long a user may take, if the server does not give up earlier
     */
    public DeviceCodeGrant(DevicePrompt prompt, Registrar registrar, UrlPolicy policy, Duration patience, Clock clock) {
        this(prompt, registrar, policy, patience, clock, time -> Thread.sleep(time.toMillis()));
    }

    DeviceCodeGrant(
            DevicePrompt prompt, Registrar registrar, UrlPolicy policy, Duration patience, Clock clock, Pause pause) {
        this.prompt = prompt;
        this.registrar = registrar;
        this.policy = policy;
        this.patience = patience;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        URI endpoint = request.server()
                .metadata()
                .deviceAuthorizationEndpoint()
                .orElseThrow(() -> request.trace()
                        .refuse(
                                DiscoveryFailed::new,
                                ClientReasons.ENDPOINT_MISSING,
                                "the metadata has no device_authorization_endpoint"));
        Optional<RegisteredClient> known = registrar.known(request.server(), request.trace());
        RegisteredClient client =
                known.isPresent() ? known.get() : registrar.register(request.server(), List.of(), request.trace());
        try {
            return signIn(request, endpoint, client.identity());
        } catch (TokenRequestFailed e) {
            if (!e.error().equals("invalid_client") || !client.dynamic() || known.isEmpty()) {
                throw e;
            }
            registrar.forget(client.identity(), request.trace());
            RegisteredClient renewed = registrar.register(request.server(), List.of(), request.trace());
            return signIn(request, endpoint, renewed.identity());
        }
    }

    private Obtained signIn(GrantRequest request, URI endpoint, ClientIdentity client)
            throws IOException, InterruptedException {
        Parameters.Builder form = request.profile()
                .addResource(Parameters.builder().add("scope", request.scope().toString()), request.resource());
        JsonObject answer = request.post("device authorization", endpoint, client, form);
        DeviceAuthorization device = DeviceAuthorization.of(answer, clock.instant(), patience, request, policy);
        prompt.show(device.login());
        request.trace().step("device login", device.login().verificationUri(), "shown");
        return new Obtained(client, request.scope(), polled(request, client, device));
    }

    private TokenResponse polled(GrantRequest request, ClientIdentity client, DeviceAuthorization device)
            throws IOException, InterruptedException {
        Duration interval = device.interval();
        while (clock.instant().plus(interval).isBefore(device.login().expires())) {
            pause.of(interval);
            try {
                Polled polled = request.poll(client, device.redemption());
                if (polled instanceof Polled.Done done) {
                    return done.response();
                }
                interval = polled instanceof Polled.Pending pending && pending.slowDown()
                        ? interval.plus(DeviceAuthorization.SLOWER)
                        : interval;
            } catch (OutageException e) {
                interval = interval.multipliedBy(2); // RFC 8628 §3.5: back off, and ask on while there is time.
            } catch (TokenRequestFailed e) {
                throw ended(e, request.trace());
            }
        }
        throw timedOut(request.trace());
    }

    private static IOException ended(TokenRequestFailed refusal, FlowTrace trace) {
        return switch (refusal.error()) {
            case "access_denied" ->
                trace.refuse(LoginFailed::new, ClientReasons.LOGIN_DENIED, "the user has declined on the other device");
            case "expired_token" -> timedOut(trace);
            default -> refusal;
        };
    }

    private static LoginFailed timedOut(FlowTrace trace) {
        return trace.refuse(
                LoginFailed::new, ClientReasons.LOGIN_TIMEOUT, "nobody has signed in on another device in time");
    }

    @Override
    public Optional<ClientIdentity> client(Issuer issuer, String clientId) throws IOException {
        return registrar.known(issuer, clientId);
    }

    @Override
    public boolean actsForUser() {
        return true;
    }
}
