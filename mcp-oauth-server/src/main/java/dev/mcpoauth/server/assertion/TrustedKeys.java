package dev.mcpoauth.server.assertion;

import static dev.mcpoauth.core.OAuthError.TEMPORARILY_UNAVAILABLE;

import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaVerifier;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.internal.jose.PublicJwk;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.IssuerKeys;
import dev.mcpoauth.server.internal.remote.PublishedKeys;
import dev.mcpoauth.server.internal.remote.Refreshed;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The keys of one trusted issuer: as given, or as published, asked for again every ten minutes and for a key that is not
 * known, but not within ten seconds. While the issuer is down, known keys serve on for a day. Thread-safe.
 */
final class TrustedKeys {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Refreshed.Schedule SCHEDULE =
            new Refreshed.Schedule(Duration.ofMinutes(10), PAUSE, Duration.ofHours(24));

    private final IssuerKeys keys;

    TrustedKeys(TrustedIssuer issuer, Clock clock, Consumer<Throwable> notRefreshed) {
        this.keys = new IssuerKeys(
                new Refreshed<>("the keys of " + issuer.issuer(), source(issuer), SCHEDULE, clock, notRefreshed));
    }

    private static Supplier<CompletableFuture<List<PublicJwk>>> source(TrustedIssuer issuer) {
        if (issuer.keys().isPresent()) {
            List<PublicJwk> given = JwkReading.publicKeys(issuer.keys().get().toBytes());
            return () -> CompletableFuture.completedFuture(given);
        }
        IssuerHttp http = new IssuerHttp(issuer.http().orElseGet(IssuerHttp::defaultClient), TIMEOUT);
        return new PublishedKeys(issuer.issuer(), http, issuer.keysAt())::fetch;
    }

    void requireSignature(CompactJws assertion, SignatureAlgorithm algorithm) {
        String keyId = assertion.header().string("kid").orElse("");
        JcaVerifier key = find(keyId, algorithm)
                .orElseThrow(() -> Refusal.because(
                        ServerReasons.IDENTITY_KEY_UNKNOWN,
                        "its issuer has no key that it could be signed with",
                        "kid",
                        keyId));
        if (!assertion.isSignedBy(key)) {
            throw Refusal.because(ServerReasons.IDENTITY_SIGNATURE, "its signature is wrong", "kid", keyId);
        }
    }

    /** An outage is no refusal: the assertion may be good. */
    private Optional<JcaVerifier> find(String keyId, SignatureAlgorithm algorithm) {
        try {
            return keys.find(keyId, algorithm);
        } catch (StoreException outage) {
            throw RetryAfter.with(
                    TEMPORARILY_UNAVAILABLE
                            .because(
                                    ServerReasons.IDENTITY_KEYS_UNREACHABLE,
                                    "the keys of the assertion's issuer can not be fetched at the moment")
                            .with("detail", String.valueOf(outage.getMessage())),
                    PAUSE);
        }
    }
}
