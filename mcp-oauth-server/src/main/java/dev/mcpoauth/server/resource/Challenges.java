package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.ProofVerifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a refused peer is told what to bring (RFC 6750 §3, RFC 9449 §7.1, RFC 9728 §5.1). The scheme that it used comes first
 * and says what was wrong. Bearer comes before DPoP where it used none, because some clients read no further.
 */
record Challenges(URI metadata, DpopUse dpop) {

    /** What was wrong, and where that is explained. */
    record Told(OAuthError error, String text, Optional<String> uri) {}

    /**
     * The challenges.
     *
     * @param used the scheme of the request; empty if that had none, or it is not known any more
     * @param told what was wrong; empty if the request just has no token (RFC 6750 §3.1)
     */
    List<Challenge> of(Optional<TokenScheme> used, Optional<Told> told, Scope scope) {
        List<TokenScheme> offered = offered(used);
        TokenScheme blamed = used.filter(offered::contains).orElse(offered.get(0));
        return offered.stream()
                .map(scheme -> challenge(scheme, told.filter(any -> scheme == blamed || used.isEmpty()), scope))
                .toList();
    }

    private List<TokenScheme> offered(Optional<TokenScheme> used) {
        List<TokenScheme> offered = new ArrayList<>(2);
        if (dpop != DpopUse.REQUIRED) {
            offered.add(TokenScheme.BEARER);
        }
        if (used.equals(Optional.of(TokenScheme.DPOP))) {
            offered.add(0, TokenScheme.DPOP);
        } else if (dpop != DpopUse.ACCEPTED) {
            offered.add(TokenScheme.DPOP);
        }
        return offered;
    }

    private Challenge challenge(TokenScheme scheme, Optional<Told> told, Scope scope) {
        Map<String, String> parameters = new LinkedHashMap<>();
        told.ifPresent(wrong -> {
            parameters.put("error", wrong.error().code());
            parameters.put("error_description", wrong.text());
            wrong.uri().ifPresent(uri -> parameters.put("error_uri", uri));
        });
        if (!scope.isEmpty()) {
            parameters.put("scope", scope.toString());
        }
        parameters.put("resource_metadata", metadata.toASCIIString());
        if (scheme == TokenScheme.DPOP) {
            parameters.put("algs", String.join(" ", ProofVerifier.algorithmNames()));
        }
        return Challenge.of(scheme.wireName(), parameters);
    }
}
