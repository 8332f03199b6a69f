package dev.mcpoauth.server.client.metadata;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.util.List;
import java.util.Optional;

/** The public keys of a client, by value or by reference and never both (RFC 7591 §2, {@code jwks} and {@code jwks_uri}). */
final class KeysRule {
    private static final String SIGNING_ALG = "token_endpoint_auth_signing_alg";

    private final MetadataReader in;

    KeysRule(MetadataReader in) {
        this.in = in;
    }

    boolean isPresent() {
        return in.has("jwks") || in.has("jwks_uri");
    }

    /** The members to keep. */
    JsonObject read() {
        Optional<JsonObject> jwks = in.object("jwks");
        Optional<String> uri = in.webUri("jwks_uri");
        if (jwks.isPresent() && uri.isPresent()) {
            throw refuse("jwks and jwks_uri exclude each other");
        }
        jwks.ifPresent(KeysRule::requireUsable);
        uri.ifPresent(KeysRule::requireSecure);
        return JsonObject.builder()
                .put("jwks", jwks)
                .put("jwks_uri", uri)
                .put(SIGNING_ALG, signingAlgorithm())
                .build();
    }

    /** The same for a client that shows its certificates, which are in the keys (RFC 8705 §2.2). */
    JsonObject readWithCertificates() {
        JsonObject members = read();
        boolean some = members.object("jwks").flatMap(jwks -> jwks.array("keys")).orElse(List.of()).stream()
                .anyMatch(key ->
                        key instanceof JsonObject jwk && jwk.strings("x5c").isPresent());
        if (!some) {
            throw refuse("jwks has no key with its certificate in x5c");
        }
        return members;
    }

    private Optional<String> signingAlgorithm() {
        Optional<String> named = in.text(SIGNING_ALG, 20);
        if (named.isPresent() && ClientKeySet.algorithm(named.get()).isEmpty()) {
            throw MetadataReader.refuse(SIGNING_ALG, "is not supported");
        }
        return named;
    }

    private static void requireUsable(JsonObject jwks) {
        try {
            if (ClientKeySet.parse(jwks).isEmpty()) {
                throw refuse("jwks has no key for a supported signature");
            }
        } catch (IllegalArgumentException e) {
            throw refuse("jwks is not acceptable: " + e.getMessage());
        }
    }

    /** Https, or a loopback host in development; where it leads is checked when it is fetched. */
    private static void requireSecure(String uri) {
        if (!uri.regionMatches(true, 0, "https:", 0, 6) && !isLoopback(uri)) {
            throw refuse("jwks_uri must be an https URL");
        }
    }

    private static boolean isLoopback(String uri) {
        try {
            return new RedirectUri(uri).isLoopback();
        } catch (IllegalArgumentException notEither) {
            return false;
        }
    }

    private static OAuthException refuse(String description) {
        return INVALID_CLIENT_METADATA.because(ServerReasons.REGISTER_KEYS, description);
    }
}
