package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaVerifier;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.IssuerKeys;
import dev.mcpoauth.server.internal.remote.PublishedKeys;
import dev.mcpoauth.server.internal.remote.Refreshed;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Verifies the ID tokens of one provider, with the keys that it publishes. Thread-safe. */
final class IdTokens {
    private static final int LONGEST = 64 * 1024;
    private static final Refreshed.Schedule KEYS =
            new Refreshed.Schedule(Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofHours(24));

    private final UpstreamProvider provider;
    private final IdTokenRules rules;
    private final IssuerKeys keys;

    IdTokens(
            UpstreamProvider provider,
            Issuer issuer,
            Supplier<URI> keysAt,
            IssuerHttp http,
            Clock clock,
            Consumer<Throwable> failed) {
        this.provider = provider;
        this.rules = new IdTokenRules(issuer, provider.clientId(), provider.algorithms(), provider.clockSkew());
        this.keys = new IssuerKeys(new Refreshed<>(
                "the keys of " + issuer,
                () -> new PublishedKeys(issuer, http, Optional.of(keysAt.get())).fetch(),
                KEYS,
                clock,
                failed));
    }

    /** The claims of a token that is good for this attempt. */
    JsonObject verify(String text, String nonce, String accessToken, Instant now) {
        CompactJws token = Optional.of(text)
                .filter(jwt -> jwt.length() <= LONGEST)
                .flatMap(CompactJws::parse)
                .orElseThrow(() -> refuse("shape"));
        rules.problem(token, nonce, accessToken, now).ifPresent(problem -> {
            throw refuse(problem);
        });
        JcaVerifier key = keys.find(
                        token.header().string("kid").orElse(""),
                        rules.algorithm(token.header()).orElseThrow())
                .orElseThrow(() -> refuse("kid"));
        if (!token.isSignedBy(key)) {
            throw refuse("signature");
        }
        return token.claims();
    }

    private OAuthException refuse(String problem) {
        return UpstreamHttp.refuse(provider, ServerReasons.UPSTREAM_ID_TOKEN, "What it says can not be believed.")
                .with("problem", problem);
    }
}
