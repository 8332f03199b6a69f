package dev.mcpoauth.server.introspect;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.UNAUTHORIZED_CLIENT;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.server.client.AuthenticatedClient;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.grant.Lineage;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The introspection endpoint (<a href="https://www.rfc-editor.org/rfc/rfc7662#section-2">RFC 7662 §2</a>). Who asks must
 * authenticate and be named by a resource in the settings, so that no stranger can try tokens here, and learns about access
 * tokens for that resource only: any other token is {@code active: false}, whatever it is.
 */
public final class IntrospectionEndpoint implements Endpoint {
    private static final OAuthError NOT_PERMITTED = new OAuthError(UNAUTHORIZED_CLIENT.code(), 403);
    private static final JsonObject INACTIVE =
            JsonObject.builder().put("active", false).build();

    private final AuthorizationServerSettings settings;
    private final TokenStore tokens;
    private final ClientAuthenticator authenticator;

    /** Answers from this store. */
    public IntrospectionEndpoint(
            AuthorizationServerSettings settings, TokenStore tokens, ClientAuthenticator authenticator) {
        this.settings = settings;
        this.tokens = tokens;
        this.authenticator = authenticator;
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters form = FormBody.read(exchange.request());
        AuthenticatedClient client = authenticator.authenticate(exchange, form);
        List<ResourceSettings> resources = resources(client);
        String token = form.value("token")
                .orElseThrow(
                        () -> INVALID_REQUEST.because(ServerReasons.REQUEST_PARAMETER_MISSING, "token is missing"));
        Optional<JsonObject> found = Lineage.find(tokens, settings.tokenHasher().hash(token))
                .filter(view -> view.isActive(exchange.now()))
                .flatMap(view -> describe(view, token, resources));
        exchange.report(
                Decision.PERMITTED,
                found.isPresent() ? ServerReasons.INTROSPECTED_ACTIVE : ServerReasons.INTROSPECTED_INACTIVE,
                Map.of("client_id", client.clientId(), "token", Fingerprint.of(token)));
        return WebResponse.json(200, found.orElse(INACTIVE));
    }

    private List<ResourceSettings> resources(AuthenticatedClient client) {
        List<ResourceSettings> own = settings.resources().stream()
                .filter(one -> client.isConfidential() && one.introspectors().contains(client.clientId()))
                .toList();
        if (own.isEmpty()) {
            throw NOT_PERMITTED
                    .because(ServerReasons.INTROSPECT_NOT_PERMITTED, "this client may not ask about tokens")
                    .with("client_id", client.clientId());
        }
        return own;
    }

    private Optional<JsonObject> describe(AccessView view, String token, List<ResourceSettings> resources) {
        GrantTerms terms = GrantTerms.read(view.token().payload());
        List<ResourceSettings> shared =
                resources.stream().filter(one -> terms.covers(one.identifier())).toList();
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(TokenDescription.of(settings.issuer(), view, terms.scope(), shared, token));
    }
}
