package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;

/** The shape of client metadata (RFC 7591 §2). */
final class ClientMetadataCheck {
    private static final int MOST_REDIRECT_URIS = 100;
    private static final int LONGEST_NAME = 200;

    private ClientMetadataCheck() {}

    static DocumentCheck of(JsonObject json) {
        return new DocumentCheck(json)
                .each("redirect_uris", RedirectUri::new)
                .when(
                        Members.strings(json, "redirect_uris").size() > MOST_REDIRECT_URIS,
                        "redirect_uris",
                        "has over 100")
                .arrays(
                        "grant_types",
                        "response_types",
                        "contacts",
                        "token_endpoint_auth_methods_supported",
                        "token_endpoint_auth_signing_alg_values_supported")
                .strings(
                        "token_endpoint_auth_method",
                        "token_endpoint_auth_signing_alg",
                        "software_id",
                        "software_version",
                        "software_statement",
                        "application_type")
                .text("client_name", ClientMetadataCheck::requireDisplayable)
                .text("scope", ClientMetadataCheck::requireScope)
                .links("client_uri", "logo_uri", "tos_uri", "policy_uri")
                .endpoints("jwks_uri")
                .objects("jwks")
                .when(json.has("jwks") && json.has("jwks_uri"), "jwks", "excludes jwks_uri");
    }

    /** The name is shown to people who decide about trust: no controls, no reversal of the text around it. */
    private static void requireDisplayable(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("1 to 200 characters");
        }
        if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || isBidiControl(c))) {
            throw new IllegalArgumentException("control characters");
        }
    }

    private static boolean isBidiControl(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    private static void requireScope(String text) {
        if (Scope.parse(text).isEmpty()) {
            throw new IllegalArgumentException("outside the grammar of RFC 6749 §3.3");
        }
    }
}
