package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * A named deviation from <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 §2</a> that reading client
 * metadata can accept. What is read is the corrected document.
 */
public enum ClientMetadataTolerance {
    /** An empty string, in place of leaving a member out, as clients with fixed templates send. */
    EMPTY_STRING_AS_ABSENT {
        @Override
        void apply(JsonObject document, JsonObject.Builder corrected) {
            document.names().stream()
                    .filter(name ->
                            document.string(name).filter(String::isEmpty).isPresent())
                    .forEach(corrected::remove);
        }
    },

    /** One string where an array of strings is meant, such as {@code "redirect_uris": "https://..."}. */
    STRING_AS_ARRAY {
        @Override
        void apply(JsonObject document, JsonObject.Builder corrected) {
            ARRAYS.forEach(name -> document.string(name)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> corrected.put(name, List.of(text))));
        }
    };

    private static final Set<String> ARRAYS = Set.of(
            "redirect_uris",
            "grant_types",
            "response_types",
            "contacts",
            "token_endpoint_auth_methods_supported",
            "token_endpoint_auth_signing_alg_values_supported");

    abstract void apply(JsonObject document, JsonObject.Builder corrected);
}
