package dev.mcpoauth.server.client.metadata;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;
import static dev.mcpoauth.server.client.metadata.GrantTypes.AUTHORIZATION_CODE;
import static dev.mcpoauth.server.client.metadata.GrantTypes.CLIENT_CREDENTIALS;
import static dev.mcpoauth.server.client.metadata.GrantTypes.DEVICE_CODE;
import static dev.mcpoauth.server.client.metadata.GrantTypes.JWT_BEARER;
import static dev.mcpoauth.server.client.metadata.GrantTypes.REFRESH_TOKEN;
import static dev.mcpoauth.server.client.metadata.GrantTypes.TOKEN_EXCHANGE;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.util.List;

/**
 * The rules for client metadata: one set for every source, which differ only in what they offer. Immutable.
 *
 * @see EffectiveMetadata
 */
public final class MetadataRules {
    private static final String PUSHED_ONLY = "require_pushed_authorization_requests";
    private static final String BOUND_ONLY = "dpop_bound_access_tokens";
    private static final List<String> ALL_GRANTS =
            List.of(AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS, DEVICE_CODE, TOKEN_EXCHANGE, JWT_BEARER);

    private static final List<String> OPERATORS_ONLY = List.of(CLIENT_CREDENTIALS, TOKEN_EXCHANGE, JWT_BEARER);

    private final AuthenticationRule authentication;
    private final List<String> grants;
    private final boolean dropsUnknown;

    private MetadataRules(AuthenticationRule authentication, List<String> grants, boolean dropsUnknown) {
        this.authentication = authentication;
        this.grants = List.copyOf(grants);
        this.dropsUnknown = dropsUnknown;
    }

    /** For clients that register themselves (RFC 7591): any method, one of which is chosen. */
    public static MetadataRules forRegistrations(List<String> grants) {
        return new MetadataRules(AuthenticationRule.forRegistrations(), grants, true);
    }

    /** For documents behind a client id: no method that needs a shared secret, because nothing is shared (§4.1). */
    public static MetadataRules forDocuments(List<String> grants) {
        return new MetadataRules(AuthenticationRule.forDocuments(), grants, true);
    }

    /**
     * For clients that an operator registers ahead: any method and any grant type, none included, and what is unknown is a mistake.
     *
     * @param hasSecret whether the operator gave the client a secret
     */
    public static MetadataRules forOperators(boolean hasSecret) {
        return new MetadataRules(AuthenticationRule.forOperators(hasSecret), ALL_GRANTS, false);
    }

    /**
     * The metadata in effect.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_client_metadata} or {@code invalid_redirect_uri}
     */
    public EffectiveMetadata read(JsonObject document) {
        MetadataReader in = new MetadataReader(document);
        List<String> grantTypes = grantTypes(in);
        boolean redirects = grantTypes.contains(AUTHORIZATION_CODE);
        List<RedirectUri> uris = RedirectUrisRule.read(in, redirects);
        AuthenticationRule.Choice choice = authentication.choose(in);
        JsonObject.Builder out = JsonObject.builder()
                .put("redirect_uris", uris.stream().map(RedirectUri::value).toList());
        choice.write(out);
        out.put("grant_types", grantTypes)
                .put("response_types", redirects ? in.offered("response_types", List.of("code")) : List.of())
                .put("application_type", in.text("application_type", 20).orElse("native"));
        describe(in, out);
        return new EffectiveMetadata(out.build(), uris, choice.methods(), choice.isStated());
    }

    private static void describe(MetadataReader in, JsonObject.Builder out) {
        for (String name : List.of("client_name", "software_id", "software_version")) {
            out.put(name, in.text(name, 200));
        }
        for (String name : List.of("client_uri", "logo_uri", "tos_uri", "policy_uri")) {
            out.put(name, in.webUri(name));
        }
        out.put("scope", in.scope("scope"));
        out.put(PUSHED_ONLY, in.flag(PUSHED_ONLY));
        out.put(BOUND_ONLY, in.flag(BOUND_ONLY));
        in.texts("contacts").filter(list -> !list.isEmpty()).ifPresent(list -> out.put("contacts", list));
    }

    /** Without a refresh token a person signs in every hour, so that who does not say gets both. */
    private List<String> grantTypes(MetadataReader in) {
        List<String> asked = in.texts("grant_types").orElse(List.of());
        if (asked.isEmpty()) {
            boolean none = !dropsUnknown && in.has("grant_types");
            return none ? List.of() : List.of(AUTHORIZATION_CODE, REFRESH_TOKEN);
        }
        List<String> effective = grants.stream().filter(asked::contains).toList();
        if (effective.stream().allMatch(REFRESH_TOKEN::equals)) {
            requireOwnToAskFor(asked);
            throw MetadataReader.refuse("grant_types", "must name one that is offered here, beside refresh_token");
        }
        if (!dropsUnknown && !effective.containsAll(asked)) {
            throw MetadataReader.refuse("grant_types", "names one that is not offered here");
        }
        return effective;
    }

    /** Nobody is asked before these give a token, so that the operator has to know the client. */
    private void requireOwnToAskFor(List<String> asked) {
        if (dropsUnknown && asked.stream().anyMatch(OPERATORS_ONLY::contains)) {
            throw INVALID_CLIENT_METADATA
                    .because(
                            ServerReasons.REGISTER_GRANT_TYPES,
                            "grant_types names only such as are for clients that the operator registers")
                    .with("grant_types", asked);
        }
    }
}
