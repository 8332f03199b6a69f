package dev.mcpoauth.server.client.metadata;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.NONE;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.PRIVATE_KEY_JWT;
import static dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the authentication methods of a client: the one that it names, else one of those that it can use (OpenID Relying
 * Party Metadata Choices, {@code token_endpoint_auth_methods_supported}), else the default of RFC 7591 §2.
 */
final class AuthenticationRule {
    private static final String ONE = "token_endpoint_auth_method";
    private static final String SEVERAL = "token_endpoint_auth_methods_supported";

    private final List<ClientAuthenticationMethod> offered;
    private final ClientAuthenticationMethod byDefault;
    private final boolean keepsAll;

    private AuthenticationRule(
            List<ClientAuthenticationMethod> offered, ClientAuthenticationMethod byDefault, boolean keepsAll) {
        this.offered = offered;
        this.byDefault = byDefault;
        this.keepsAll = keepsAll;
    }

    /** The response tells the client which one it is. */
    static AuthenticationRule forRegistrations() {
        return new AuthenticationRule(
                List.of(PRIVATE_KEY_JWT, CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, NONE), CLIENT_SECRET_BASIC, false);
    }

    /** Nothing is returned to whoever wrote a document, so that each method in it stays good. */
    static AuthenticationRule forDocuments() {
        return new AuthenticationRule(List.of(PRIVATE_KEY_JWT, NONE), NONE, true);
    }

    /** An operator who gives no secret and names no method means a public client. */
    static AuthenticationRule forOperators(boolean hasSecret) {
        return hasSecret
                ? new AuthenticationRule(List.of(CLIENT_SECRET_BASIC, CLIENT_SECRET_POST), CLIENT_SECRET_BASIC, false)
                : new AuthenticationRule(List.of(PRIVATE_KEY_JWT, SELF_SIGNED_TLS_CLIENT_AUTH, NONE), NONE, false);
    }

    /**
     * What was chosen.
     *
     * @param methods the preferred one first
     * @param keys where the client's public keys are, if it has any use for them
     */
    record Choice(List<ClientAuthenticationMethod> methods, boolean isStated, JsonObject keys) {
        void write(JsonObject.Builder out) {
            List<String> names =
                    methods.stream().map(ClientAuthenticationMethod::wireName).toList();
            out.put(ONE, names.get(0));
            if (names.size() > 1) {
                out.put(SEVERAL, names);
            }
            keys.names().forEach(name -> out.put(name, keys.value(name)));
        }
    }

    Choice choose(MetadataReader in) {
        Set<String> asked = new LinkedHashSet<>();
        Optional<String> named = in.text(ONE, 100);
        named.ifPresent(asked::add);
        List<String> others = in.texts(SEVERAL).orElse(List.of());
        asked.addAll(others);
        if (asked.isEmpty()) {
            return new Choice(List.of(byDefault), false, JsonObject.EMPTY);
        }
        KeysRule keys = new KeysRule(in);
        List<ClientAuthenticationMethod> usable = usable(asked, named, keys);
        List<ClientAuthenticationMethod> methods = keepsAll ? usable : usable.subList(0, 1);
        return new Choice(methods, true, keys(methods, keys));
    }

    private static JsonObject keys(List<ClientAuthenticationMethod> methods, KeysRule keys) {
        if (methods.contains(SELF_SIGNED_TLS_CLIENT_AUTH)) {
            return keys.readWithCertificates();
        }
        return methods.contains(PRIVATE_KEY_JWT) ? keys.read() : JsonObject.EMPTY;
    }

    private List<ClientAuthenticationMethod> usable(Set<String> asked, Optional<String> named, KeysRule keys) {
        List<ClientAuthenticationMethod> all = offered.stream()
                .filter(method -> asked.contains(method.wireName()))
                .filter(method -> !method.usesKeys() || keys.isPresent())
                .toList();
        if (all.isEmpty()) {
            boolean lacksKeys =
                    offered.stream().anyMatch(method -> method.usesKeys() && asked.contains(method.wireName()));
            throw lacksKeys ? keysMissing() : notOffered();
        }
        Optional<ClientAuthenticationMethod> first = named.flatMap(ClientAuthenticationMethod::ofWireName);
        if (first.isEmpty() || !all.contains(first.get())) {
            return all;
        }
        Set<ClientAuthenticationMethod> ordered = new LinkedHashSet<>(List.of(first.get()));
        ordered.addAll(all);
        return List.copyOf(ordered);
    }

    private static OAuthException keysMissing() {
        return INVALID_CLIENT_METADATA.because(
                ServerReasons.REGISTER_KEYS, "this token_endpoint_auth_method needs jwks or jwks_uri");
    }

    private OAuthException notOffered() {
        String names =
                offered.stream().map(ClientAuthenticationMethod::wireName).collect(Collectors.joining(", "));
        return INVALID_CLIENT_METADATA.because(ServerReasons.REGISTER_AUTH_METHOD, ONE + " must be one of " + names);
    }
}
