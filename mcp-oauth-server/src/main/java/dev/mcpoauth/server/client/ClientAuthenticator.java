package dev.mcpoauth.server.client;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.NONE;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.PRIVATE_KEY_JWT;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.RateLimits;
import dev.mcpoauth.server.settings.Tolerance;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Authenticates clients at the endpoints that they call themselves: {@code none}, {@code client_secret_basic}, {@code
 * client_secret_post} (RFC 6749 §2.3), {@code private_key_jwt} (RFC 7523) and {@code self_signed_tls_client_auth} (RFC 8705). A client with a secret may send it in either
 * way, because several register one method and use the other (Codex, Claude connectors). Thread-safe.
 */
public final class ClientAuthenticator {
    private final Clients clients;
    private final AuthorizationServerSettings settings;
    private final AssertionVerifier assertions;
    private final ClientCertificates certificates;
    private final RateLimiter failures;

    /** Authenticates these clients. */
    public ClientAuthenticator(
            Clients clients,
            AuthorizationServerSettings settings,
            AssertionVerifier assertions,
            ClientCertificates certificates) {
        this.certificates = certificates;
        this.clients = clients;
        this.settings = settings;
        this.assertions = assertions;
        RateLimits limits = settings.rateLimits();
        this.failures = new RateLimiter(limits.clientFailures(), limits.window(), limits.trackedKeys());
    }

    /**
     * The client that the request is from.
     *
     * @throws OAuthException {@code invalid_client} or {@code invalid_request}
     */
    public AuthenticatedClient authenticate(Exchange exchange, Parameters form) {
        ClientCredentials credentials = ClientCredentials.of(exchange.request(), form);
        RegisteredClient client = find(credentials);
        if (credentials.assertion().isPresent()) {
            return byAssertion(client, credentials.assertion().get(), exchange.now());
        }
        if (client.isPublic()) {
            return publicClient(client, credentials);
        }
        if (client.authenticationMethod() == SELF_SIGNED_TLS_CLIENT_AUTH) {
            return byCertificate(exchange, client, credentials);
        }
        if (!client.authenticationMethod().usesSecret()) {
            throw refuse(ServerReasons.ASSERTION_MISSING, client.clientId());
        }
        return bySecret(exchange, client, credentials);
    }

    /** Failures do not count: a signature can not be guessed, and nobody is to shut a client out by trying. */
    private AuthenticatedClient byAssertion(RegisteredClient client, CompactJws assertion, Instant now) {
        if (!client.authenticationMethods().contains(PRIVATE_KEY_JWT)) {
            throw refuse(ServerReasons.ASSERTION_UNEXPECTED, client.clientId());
        }
        assertions.verify(client, assertion, now);
        return new AuthenticatedClient(client, PRIVATE_KEY_JWT, false);
    }

    private AuthenticatedClient byCertificate(
            Exchange exchange, RegisteredClient client, ClientCredentials credentials) {
        if (credentials.hasSecret()) {
            throw refuse(ServerReasons.CLIENT_SECRET_UNEXPECTED, client.clientId());
        }
        X509Certificate presented = certificates
                .of(exchange.request())
                .orElseThrow(() -> refuse(ServerReasons.CLIENT_CERTIFICATE_MISSING, client.clientId()));
        if (!CertificateRule.isOf(client, presented, exchange.now())) {
            throw refuse(ServerReasons.CLIENT_CERTIFICATE_WRONG, client.clientId());
        }
        return new AuthenticatedClient(client, SELF_SIGNED_TLS_CLIENT_AUTH, false);
    }

    private AuthenticatedClient bySecret(Exchange exchange, RegisteredClient client, ClientCredentials credentials) {
        requirePatience(client, exchange.now());
        if (!credentials.hasSecret()) {
            return withoutSecret(client);
        }
        if (credentials.secrets(client.clientId()).stream().noneMatch(client::hasSecret)) {
            failures.count(client.clientId(), exchange.now());
            throw refuse(ServerReasons.CLIENT_SECRET_WRONG, client.clientId());
        }
        failures.reset(client.clientId());
        ClientAuthenticationMethod used = credentials.usedBasic() ? CLIENT_SECRET_BASIC : CLIENT_SECRET_POST;
        return new AuthenticatedClient(client, used, false);
    }

    private RegisteredClient find(ClientCredentials credentials) {
        List<String> candidates = credentials.candidates();
        if (candidates.isEmpty()) {
            throw INVALID_CLIENT.because(ServerReasons.CLIENT_MISSING, "client_id is missing");
        }
        return candidates.stream()
                .map(clients::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> refuse(ServerReasons.CLIENT_UNKNOWN, candidates.get(0)));
    }

    private void requirePatience(RegisteredClient client, Instant now) {
        Optional<Duration> delay = failures.delay(client.clientId(), now);
        if (delay.isPresent()) {
            throw RetryAfter.because(
                            ServerReasons.CLIENT_RATE_LIMITED, "too many failed attempts, try again later", delay.get())
                    .with("client_id", client.clientId());
        }
    }

    private static AuthenticatedClient publicClient(RegisteredClient client, ClientCredentials credentials) {
        if (credentials.hasSecret()) {
            throw refuse(ServerReasons.CLIENT_SECRET_UNEXPECTED, client.clientId());
        }
        return new AuthenticatedClient(client, NONE, false);
    }

    private AuthenticatedClient withoutSecret(RegisteredClient client) {
        boolean tolerated = settings.tolerances(client.clientId()).accepts(Tolerance.UNSTATED_AUTH_METHOD);
        if (client.statedItsMethod() || !tolerated) {
            throw refuse(ServerReasons.CLIENT_SECRET_MISSING, client.clientId());
        }
        return new AuthenticatedClient(client, NONE, true);
    }

    /** One text for all of them: which it was is for the operator. */
    private static OAuthException refuse(Reason reason, String clientId) {
        return INVALID_CLIENT.because(reason, "client authentication failed").with("client_id", clientId);
    }
}
