package dev.mcpoauth.server.assertion;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.Clocks;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Verifies assertions of trusted issuers: origin, header, claims, signature; and last that one was never used, which the
 * store decides for all nodes together. Thread-safe.
 */
public final class TrustedAssertions {
    private static final int LONGEST = 16 * 1024;

    private final Map<String, TrustedIssuer> issuers;
    private final Map<String, TrustedKeys> keys;
    private final ClaimRules claims;
    private final ReplayStore replay;

    /** Verifies what these issuers made out to the server that calls itself {@code own}. */
    public TrustedAssertions(
            Issuer own,
            List<TrustedIssuer> trusted,
            ReplayStore replay,
            DiagnosticListener listener,
            Clock clock,
            SecureRandom random) {
        this.issuers = byName(trusted, Function.identity());
        this.keys = byName(
                trusted, one -> new TrustedKeys(one, clock, new KeyReports(one.issuer(), listener, clock, random)));
        this.claims = new ClaimRules(own);
        this.replay = replay;
    }

    private static <T> Map<String, T> byName(List<TrustedIssuer> trusted, Function<TrustedIssuer, T> value) {
        return trusted.stream()
                .collect(Collectors.toUnmodifiableMap(one -> one.issuer().value(), value));
    }

    /**
     * The assertion, if it is one that this client may present now.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_grant}, or that the issuer's keys can not be had at the moment
     */
    public VerifiedAssertion verify(String assertion, Presenter presenter, Instant now) {
        CompactJws jws = Optional.of(assertion)
                .filter(text -> text.length() <= LONGEST)
                .flatMap(CompactJws::parse)
                .orElseThrow(() -> Refusal.because(ServerReasons.IDENTITY_MALFORMED, "it is no signed JWT"));
        TrustedIssuer issuer = issuer(jws);
        SignatureAlgorithm algorithm = HeaderRules.algorithm(issuer, jws.header());
        claims.require(issuer, jws.claims(), presenter, now);
        Optional.ofNullable(keys.get(issuer.issuer().value())).orElseThrow().requireSignature(jws, algorithm);
        return new VerifiedAssertion(issuer, jws.claims());
    }

    private TrustedIssuer issuer(CompactJws jws) {
        return jws.claims()
                .string("iss")
                .flatMap(name -> Optional.ofNullable(issuers.get(name)))
                .orElseThrow(() -> Refusal.because(
                        ServerReasons.IDENTITY_ISSUER,
                        "its issuer is not trusted",
                        "iss",
                        jws.claims().value("iss").orElse("")));
    }

    /**
     * Uses the assertion up.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_grant} to all but one of those that present it
     */
    public void spend(VerifiedAssertion assertion, Instant now) {
        String jti = assertion.claims().string("jti").orElseThrow();
        TokenHash id = TokenHasher.sha256().hash(assertion.issuer().issuer().value() + '\n' + jti);
        Instant end = TimeRules.end(assertion.claims()).orElseThrow();
        if (!replay.putIfAbsent(ReplayScope.IDENTITY_ASSERTION, id, now, Clocks.forgotten(end))) {
            throw Refusal.because(ServerReasons.IDENTITY_REPLAYED, "it was used before");
        }
    }
}
