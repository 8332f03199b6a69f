package dev.mcpoauth.example.benchmarks;

import dev.mcpoauth.core.pkce.ChallengeOutcome;
import dev.mcpoauth.core.pkce.CodeChallenge;
import dev.mcpoauth.core.pkce.PkcePolicy;
import dev.mcpoauth.core.pkce.VerifierOutcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The PKCE check at the token endpoint against the bare SHA-256 that it can not do without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PkceBenchmark {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final Optional<String> CHALLENGE = Optional.of("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

    private final PkcePolicy policy = PkcePolicy.strict();
    private final Optional<CodeChallenge> stored =
            Optional.of(((ChallengeOutcome.Accepted) policy.authorize(CHALLENGE, Optional.of("S256"))).challenge());

    /** The least: one digest over the verifier. */
    @Benchmark
    public byte[] bareDigest() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reading the challenge at the authorization endpoint. */
    @Benchmark
    public ChallengeOutcome readChallenge() {
        return policy.authorize(CHALLENGE, Optional.of("S256"));
    }

    /** Verifying at the token endpoint. */
    @Benchmark
    public VerifierOutcome verify() {
        return policy.verify(stored, Optional.of(VERIFIER));
    }
}
