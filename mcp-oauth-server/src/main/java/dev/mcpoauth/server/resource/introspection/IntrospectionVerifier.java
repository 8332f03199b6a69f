package dev.mcpoauth.server.resource.introspection;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.internal.BoundedCache;
import dev.mcpoauth.server.internal.claims.Audience;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TokenVerifier;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.resource.internal.BoundKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies access tokens by asking their issuer (<a href="https://www.rfc-editor.org/rfc/rfc7662">RFC 7662</a>), and checks
 * itself that they are for the resource. Thread-safe; keep one per issuer.
 *
 * <p>An answer is remembered for some seconds: so long a revocation may go unseen. However many requests carry one token at
 * the same time, the issuer is asked once.
 */
public final class IntrospectionVerifier implements TokenVerifier {
    private static final TokenHasher HASHER = TokenHasher.sha256();
    /** For a caller whose token's end the issuer keeps to itself. */
    private static final Duration NO_END = Duration.ofMinutes(1);

    private final AnswerRules rules;
    private final Issuer issuer;
    private final Questions questions;
    private final Set<String> ownNames;
    private final Duration cacheTime;
    private final Clock clock;
    private final BoundedCache<TokenHash, Answer> answers;

    private record Answer(JsonObject claims, Instant until) {}

    IntrospectionVerifier(IntrospectionVerifierBuilder from, Questions questions) {
        this.rules = new AnswerRules(from.issuer, from.profile, from.clockSkew);
        this.issuer = from.issuer;
        this.questions = questions;
        this.ownNames = Set.copyOf(from.audiences);
        this.cacheTime = from.cacheTime;
        this.clock = from.clock;
        this.answers = new BoundedCache<>(from.cacheEntries);
    }

    /**
     * Starts with safe defaults: the endpoint from the issuer's metadata, credentials by Basic.
     *
     * @param clientId as whom to ask
     */
    public static IntrospectionVerifierBuilder of(Issuer issuer, String clientId, ClientSecret secret) {
        return new IntrospectionVerifierBuilder(issuer, clientId, secret);
    }

    /**
     * Finds the issuer's endpoint now, if it is not known, so that an issuer which can not be reached shows at the start and
     * not with the first token.
     *
     * @throws dev.mcpoauth.core.store.StoreException saying why there is none
     */
    public void load() {
        questions.load();
    }

    @Override
    public Verification verify(String token, ResourceIndicator resource) {
        Instant now = clock.instant();
        TokenHash hash = HASHER.hash(token);
        Optional<JsonObject> known =
                answers.get(hash).filter(one -> one.until().isAfter(now)).map(Answer::claims);
        JsonObject claims = known.isPresent() ? known.get() : ask(token, hash, now);
        Optional<Verification.Inactive> problem = rules.problem(claims, now);
        if (problem.isPresent()) {
            return problem.get();
        }
        Audience audience = Audience.of(claims);
        return audience.covers(resource, ownNames)
                ? Verification.good(caller(claims, now), BoundKey.of(claims))
                : new Verification.Inactive(ResourceReasons.TOKEN_FOR_OTHER_RESOURCE).with("aud", audience.values());
    }

    private JsonObject ask(String token, TokenHash hash, Instant now) {
        JsonObject claims = questions.ask(token, hash);
        if (!cacheTime.isZero()) {
            answers.put(hash, new Answer(claims, now.plus(cacheTime)));
        }
        return claims;
    }

    private AuthenticatedCaller caller(JsonObject claims, Instant now) {
        return new AuthenticatedCaller(
                issuer,
                rules.profile().subject(claims).orElseThrow(),
                rules.profile().client(claims).orElseThrow(),
                rules.profile().scope(claims),
                NumericDate.of(claims, "exp").orElse(now.plus(NO_END)),
                claims);
    }
}
