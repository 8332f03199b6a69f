package dev.mcpoauth.server.resource.jwt;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.internal.BoundedCache;
import dev.mcpoauth.server.internal.claims.Audience;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaVerifier;
import dev.mcpoauth.server.internal.remote.IssuerKeys;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.TokenVerifier;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.resource.internal.BoundKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies the signed access tokens of one issuer (<a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068
 * §4</a>): signature, issuer and audience, time and purpose, always all of them. Thread-safe; keep one per issuer.
 *
 * <p>A token that was verified is not verified again for a while, and found by its hash. A revocation at the issuer is not
 * seen before the token ends: for that, ask the issuer about each token ({@code resource.introspection}).
 */
public final class JwtVerifier implements TokenVerifier {
    /** More than any container lets through in a header. */
    private static final int LONGEST = 16 * 1024;

    private static final TokenHasher HASHER = TokenHasher.sha256();

    private final Issuer issuer;
    private final TokenRules rules;
    private final Set<String> ownNames;
    private final IssuerKeys keys;
    private final Duration cacheTime;
    private final Clock clock;
    private final BoundedCache<TokenHash, Verified> verified;

    private record Verified(Verification outcome, Audience audience, Instant until) {}

    JwtVerifier(JwtVerifierBuilder from, IssuerKeys keys) {
        this.issuer = from.issuer;
        this.rules = new TokenRules(from.issuer, from.profile, from.algorithms, from.clockSkew);
        this.ownNames = Set.copyOf(from.audiences);
        this.keys = keys;
        this.cacheTime = from.cacheTime;
        this.clock = from.clock;
        this.verified = new BoundedCache<>(from.cacheEntries);
    }

    /** Starts with safe defaults: keys from the issuer's metadata, and tokens as RFC 9068 has them. */
    public static JwtVerifierBuilder of(Issuer issuer) {
        return new JwtVerifierBuilder(issuer);
    }

    /**
     * Fetches the issuer's keys now, if they are not known, so that an issuer which can not be reached shows at the start
     * and not with the first token.
     *
     * @throws dev.mcpoauth.core.store.StoreException saying why there are none
     */
    public void load() {
        keys.load();
    }

    @Override
    public Verification verify(String token, ResourceIndicator resource) {
        Instant now = clock.instant();
        TokenHash hash = HASHER.hash(token);
        Optional<Verified> seen = verified.get(hash).filter(one -> one.until().isAfter(now));
        if (seen.isPresent()) {
            return seen.get().audience().covers(resource, ownNames)
                    ? seen.get().outcome()
                    : forOther(seen.get().audience());
        }
        Optional<CompactJws> jwt = token.length() > LONGEST ? Optional.empty() : CompactJws.parse(token);
        return jwt.isEmpty()
                ? new Verification.Inactive(ResourceReasons.TOKEN_NOT_SIGNED)
                : verify(jwt.get(), hash, resource, now);
    }

    private Verification verify(CompactJws token, TokenHash hash, ResourceIndicator resource, Instant now) {
        Optional<Verification.Inactive> problem = rules.problem(token, now);
        if (problem.isPresent()) {
            return problem.get();
        }
        Audience audience = Audience.of(token.claims());
        if (!audience.covers(resource, ownNames)) {
            return forOther(audience);
        }
        String keyId = token.header().string("kid").orElse("");
        SignatureAlgorithm algorithm = SignatureAlgorithm.ofWireName(
                        token.header().string("alg").orElseThrow())
                .orElseThrow();
        Optional<JcaVerifier> key = keys.find(keyId, algorithm);
        if (key.isEmpty()) {
            return new Verification.Inactive(ResourceReasons.TOKEN_KEY_UNKNOWN)
                    .with("kid", keyId)
                    .with("alg", algorithm.wireName());
        }
        if (!token.isSignedBy(key.get())) {
            return new Verification.Inactive(ResourceReasons.TOKEN_SIGNATURE).with("kid", keyId);
        }
        return active(token, hash, audience, now);
    }

    private Verification active(CompactJws token, TokenHash hash, Audience audience, Instant now) {
        TokenProfile profile = rules.profile();
        Instant end = NumericDate.of(token.claims(), "exp").orElseThrow();
        AuthenticatedCaller caller = new AuthenticatedCaller(
                issuer,
                profile.subject(token.claims()).orElseThrow(),
                profile.client(token.claims()).orElseThrow(),
                profile.scope(token.claims()),
                end,
                token.claims());
        Instant until = earlier(end.plus(rules.skew()), now.plus(cacheTime));
        Verification outcome = Verification.good(caller, BoundKey.of(token.claims()));
        if (until.isAfter(now)) {
            verified.put(hash, new Verified(outcome, audience, until));
        }
        return outcome;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Verification forOther(Audience audience) {
        return new Verification.Inactive(ResourceReasons.TOKEN_FOR_OTHER_RESOURCE).with("aud", audience.values());
    }
}
