package dev.mcpoauth.example.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The bearer decision on an opaque token in the authorization server's process: hash, lookup, terms, audience, scope. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BearerBenchmark {
    private static final String RESOURCE = "https://mcp.example/mcp";
    private static final String SECRET = "the-secret-of-a-machine";

    /** Live tokens in the store. */
    @Param({"1000", "100000"})
    public int tokens;

    private final TokenHasher hasher = TokenHasher.sha256();
    private final AuthorizationServer server = AuthorizationServer.builder(
                    AuthorizationServerSettings.builder()
                            .issuer("https://mcp.example")
                            .resource(ResourceSettings.of(RESOURCE, dev.mcpoauth.core.Scope.of("db:read")))
                            .client(ClientSettings.machineClient("machine", ClientSecret.parse(SECRET)))
                            .build(),
                    new InMemoryOAuthStore(4_000_000),
                    (name, password) -> Optional.empty())
            .diagnostics(DiagnosticListener.NONE)
            .build();
    private final ProtectedResource resource =
            server.protectedResource(RESOURCE).build();
    private final List<String> raw = new ArrayList<>();
    private int next;

    /** Issues the tokens. */
    @Setup
    public void issue() {
        WebRequest request = WebRequest.of(
                        "POST", "/token", "", Map.of("Content-Type", List.of("application/x-www-form-urlencoded")))
                .withBody(("grant_type=client_credentials&client_id=machine&client_secret=" + SECRET).getBytes(UTF_8));
        for (int i = 0; i < tokens; i++) {
            raw.add(JsonObject.parse(server.handle(request).body())
                    .string("access_token")
                    .orElseThrow());
        }
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

    /** The whole decision for a good token, with the key that the filter gives to what is behind it. */
    @Benchmark
    public String admit() {
        Access access = resource.admit(new BearerRequest(List.of("Bearer " + token())));
        if (access instanceof Access.Granted granted) return granted.caller().key();
        throw new IllegalStateException("a good token was refused: " + access);
    }
}
