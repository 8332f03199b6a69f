package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.bridge.Bridge;
import dev.mcpoauth.client.bridge.BridgeLimits;
import dev.mcpoauth.client.bridge.SignInBoard;
import dev.mcpoauth.client.bridge.ToolFilter;
import dev.mcpoauth.client.http.Once;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the program does. */
final class Commands {
    /** Hosts give up after a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;
    private final SignInBoard signIns = new SignInBoard();

    /**
     * For this invocation.
     *
     * @param terminal what the user reads
     */
    Commands(Invocation invocation, Map<String, String> environment, PrintStream terminal) {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
    }

    /** A bridge between the streams and the server. */
    Bridge connect(InputStream fromHost, OutputStream toHost) throws Misuse {
        Target target = Target.of(invocation);
        CredentialStore store = store();
        Bridge.Builder bridge = Bridge.to(server(target, store))
                .limits(limits())
                .tools(ToolFilter.ignoring(invocation.all(Flag.IGNORE_TOOL)))
                .greetings(new StoredGreeting(store, target.url()))
                .signIns(signIns);
        if (invocation.has(Flag.WAIT_FOR_SERVER)) {
            bridge.waitingForServer();
        }
        return bridge.build(fromHost, toHost);
    }

    private BridgeLimits limits() throws Misuse {
        BridgeLimits limits = BridgeLimits.DEFAULT;
        return limits.withMessageBytes(messageBytes())
                .withCallTimeout(invocation.seconds(Flag.CALL_TIMEOUT).orElse(limits.callTimeout()));
    }

    /** A request that is tried again has an answer, or an error that says why not, before hosts and the bridge give it up. */
    private Duration patience() throws Misuse {
        Duration most = limits().callTimeout().multipliedBy(4).dividedBy(5);
        return most.compareTo(PATIENCE) < 0 ? most : PATIENCE;
    }

    private int messageBytes() throws Misuse {
        return invocation
                .number(Flag.MAX_MESSAGE_BYTES, 1 << 30)
                .map(Long::intValue)
                .orElse(BridgeLimits.DEFAULT.messageBytes());
    }

    private HttpServer server(Target target, CredentialStore store) throws Misuse {
        Map<String, String> headers =
                HeaderLines.read(invocation.all(Flag.HEADER), invocation.value(Flag.HEADER_FILE), environment);
        boolean signsIn =
                target.isTrustworthy() && headers.keySet().stream().noneMatch("authorization"::equalsIgnoreCase);
        HttpAuthorizer authorizer = signsIn ? new TransportAuthorizer(session(target, store)) : HttpAuthorizer.NONE;
        return new HttpServer(
                target.url(),
                new Once<>(httpClient(target)),
                authorizer,
                headers,
                messageBytes(),
                patience(),
                new StoredEras(store, Clock.systemUTC()),
                onlyEra(),
                isLegacy());
    }

    private Supplier<HttpClient> httpClient(Target target) throws Misuse {
        // Without TLS, HTTP/2 begins with an upgrade of the first request, which some servers answer with an error.
        boolean tls = "https".equalsIgnoreCase(target.url().getScheme());
        Duration patience = invocation.seconds(Flag.CONNECT_TIMEOUT).orElse(CONNECT_TIMEOUT);
        return () -> HttpClient.newBuilder()
                .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    private Optional<Era> onlyEra() throws Misuse {
        String way = invocation.value(Flag.TRANSPORT).orElse("http-first");
        return switch (way) {
            case "http-first" -> Optional.empty();
            case "http-only" -> isLegacy() ? Optional.of(Era.SESSION) : Optional.empty();
            case "sse-only" -> Optional.of(Era.SSE);
            default -> throw new Misuse("--transport is http-first, http-only or sse-only, not " + way);
        };
    }

    private boolean isLegacy() throws Misuse {
        String era = invocation.value(Flag.PROTOCOL).orElse("auto");
        if (!era.equals("auto") && !era.equals("legacy")) {
            throw new Misuse("--protocol is auto or legacy, not " + era);
        }
        return era.equals("legacy");
    }

    /** Signs in now, so that no host has to wait for it. */
    int login() throws Misuse, IOException, InterruptedException {
        EncryptedFileCredentialStore store = store();
        ResourceSession session = session(store);
        session.signIn();
        return status(session, store);
    }

    /** Forgets the tokens and revokes them. */
    int logout() throws Misuse, IOException, InterruptedException {
        boolean revoked = session(store()).signOut();
        terminal.println(
                revoked ? "Signed out." : "Signed out here; the server has not confirmed that the tokens are revoked.");
        return revoked ? Main.OK : Main.FAILED;
    }

    /** Says whether there are tokens. */
    int status() throws Misuse, IOException {
        EncryptedFileCredentialStore store = store();
        return status(session(store), store);
    }

    private int status(ResourceSession session, EncryptedFileCredentialStore store) throws IOException {
        Optional<Scope> scope = session.granted();
        terminal.println(scope.map(granted -> "Signed in" + (granted.isEmpty() ? "" : ", scope: " + granted) + ".")
                .orElse("Not signed in."));
        store.keyPlace().ifPresent(place -> terminal.println("The key of the stored sign-ins is at " + place + "."));
        return scope.isPresent() ? Main.OK : Main.FAILED;
    }

    /** Says what keeps a client from signing in to the server. */
    int doctor(PrintStream out) throws Misuse, InterruptedException {
        Target target = Target.of(invocation);
        return new DoctorCommand(invocation, environment, terminal)
                .run(target, httpClient(target).get(), out);
    }

    private ResourceSession session(CredentialStore store) throws Misuse {
        return session(Target.of(invocation), store);
    }

    private ResourceSession session(Target target, CredentialStore store) throws Misuse {
        return new SignIn(invocation, environment, terminal, signIns).session(target, store);
    }

    private EncryptedFileCredentialStore store() throws Misuse {
        return new StateStore(invocation, environment).open();
    }
}
