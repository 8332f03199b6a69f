package dev.mcpoauth.example.benchmarks;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.Verification;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The bearer decision on an opaque token: hash, lookup, audience, scope. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BearerBenchmark {
    /** Live tokens in the map. */
    @Param({"1000", "100000"})
    public int tokens;

    private final TokenHasher hasher = TokenHasher.sha256();
    private final Map<TokenHash, AuthenticatedCaller> live = new ConcurrentHashMap<>();
    private final ProtectedResource resource = ProtectedResource.builder(
                    new ResourceIndicator("https://mcp.example/mcp"),
                    (token, asked) -> lookup(token),
                    URI.create("https://mcp.example/.well-known/oauth-protected-resource/mcp"))
            .build();
    private final List<String> raw = new ArrayList<>();
    private int next;

    /** Issues the tokens. */
    @Setup
    public void issue() {
        SecureRandom random = new SecureRandom();
        AuthenticatedCaller caller = new AuthenticatedCaller(
                new Issuer("https://as.example"),
                "alice",
                "c1",
                dev.mcpoauth.core.Scope.of("db:read"),
                Instant.now().plusSeconds(3600));
        for (int i = 0; i < tokens; i++) {
            AccessToken token = AccessToken.generate(random);
            raw.add(token.reveal());
            live.put(hasher.hash(token.reveal()), caller);
        }
    }

    private Verification lookup(String token) {
        AuthenticatedCaller caller = live.get(hasher.hash(token));
        return caller == null
                ? new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN)
                : new Verification.Active(caller);
    }

    private String token() {
        next = next + 1 == raw.size() ? 0 : next + 1;
        return raw.get(next);
    }

    /** Hash of a token alone. */
    @Benchmark
    public TokenHash hash() {
        return hasher.hash(token());
    }

    /** The whole decision for a good token. */
    @Benchmark
    public Access admit() {
        return resource.admit(new BearerRequest(List.of("Bearer " + token())));
    }
}
