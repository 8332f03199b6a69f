package dev.mcpoauth.server.client.assertion;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.ClientKeySet;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.HeaderTricks;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the header of an assertion may say (RFC 7515 §4.1, RFC 8725 §3): an algorithm that we accept and the client did not
 * rule out, no key of its own choosing, no extension that we would have to understand.
 */
final class HeaderRules {
    private static final Set<String> TYPES = Set.of("jwt", "client-authentication+jwt");

    private HeaderRules() {}

    static SignatureAlgorithm algorithm(RegisteredClient client, CompactJws assertion) {
        JsonObject header = assertion.header();
        Optional<String> key = HeaderTricks.keyOfItsOwn(header);
        if (key.isPresent()) {
            throw refuse(client, "the client assertion must not name its key by " + key.get(), key.get());
        }
        if (HeaderTricks.hasExtension(header)) {
            throw refuse(client, "the client assertion has an extension that is not supported", "crit");
        }
        if (header.has("typ") && !isOneOfOurs(header.string("typ").orElse(""))) {
            throw refuse(client, "the client assertion is of another type", "typ");
        }
        return algorithm(client, header.string("alg").orElse(""));
    }

    private static boolean isOneOfOurs(String type) {
        return TYPES.contains(type.toLowerCase(Locale.ROOT));
    }

    private static SignatureAlgorithm algorithm(RegisteredClient client, String alg) {
        Optional<String> registered = client.metadata().string("token_endpoint_auth_signing_alg");
        return ClientKeySet.algorithm(alg)
                .filter(one -> registered.isEmpty() || registered.get().equals(alg))
                .orElseThrow(() -> AssertionRefusal.because(
                        ServerReasons.ASSERTION_ALGORITHM,
                        "the client assertion is signed with an algorithm that is not accepted",
                        client,
                        Optional.of(alg)));
    }

    private static OAuthException refuse(RegisteredClient client, String description, String what) {
        return AssertionRefusal.because(ServerReasons.ASSERTION_HEADER, description, client, Optional.of(what));
    }
}
