package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.bridge.Bridge;
import dev.mcpoauth.client.bridge.BridgeLimits;
import dev.mcpoauth.client.bridge.SignInBoard;
import dev.mcpoauth.client.bridge.ToolFilter;
import dev.mcpoauth.client.http.Once;
import dev.mcpoauth.client.login.PasteUserAgent;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the program does. */
final class Commands {
    /** Hosts give up after a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;
    private final SignInBoard signIns = new SignInBoard();
    private Optional<PasteUserAgent.Paste> paste = Optional.empty();

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

    /** The way to the server, which is not set up yet. */
    LateServer server() throws Misuse {
        Target target = Target.of(invocation);
        return new LateServer(() -> server(target));
    }

    /** A bridge between the streams and the server. */
    Bridge connect(LateServer server, InputStream fromHost, OutputStream toHost) throws Misuse {
        Bridge.Builder bridge = Bridge.to(server)
                .limits(limits())
                .tools(ToolFilter.ignoring(invocation.all(Flag.IGNORE_TOOL))
                        .allowingOnly(invocation.all(Flag.ALLOW_TOOL)))
                .greetings(new StoredGreeting(memory(), Target.of(invocation).url()))
                .signIns(signIns);
        if (invocation.has(Flag.WAIT_FOR_SERVER)) {
            bridge.waitingForServer();
        }
        return bridge.build(fromHost, toHost);
    }

    private ServerMemory memory() {
        return new ServerMemory(state().directory().resolve("servers"));
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

    private HttpServer server(Target target) throws Misuse {
        CredentialStore store = store();
        Network network = network();
        Map<String, String> headers =
                HeaderLines.read(invocation.all(Flag.HEADER), invocation.value(Flag.HEADER_FILE), environment);
        boolean signsIn =
                target.isTrustworthy() && headers.keySet().stream().noneMatch("authorization"::equalsIgnoreCase);
        HttpAuthorizer signIn =
                signsIn ? new TransportAuthorizer(session(target, store, network)) : HttpAuthorizer.NONE;
        return new HttpServer(
                target.url(),
                new Once<>(network.toServer(target.url())),
                authorizer(signIn),
                headers,
                messageBytes(),
                patience(),
                new StoredEras(memory(), Clock.systemUTC()),
                onlyEra(),
                isLegacy(),
                pings());
    }

    private HttpAuthorizer authorizer(HttpAuthorizer signIn) throws Misuse {
        Optional<String> command = invocation.value(Flag.HEADER_COMMAND);
        return command.isEmpty()
                ? signIn
                : new HeaderCommand(
                        new HelperProgram("the header command", CommandWords.parse(Flag.HEADER_COMMAND, command.get())),
                        signIn);
    }

    private Optional<Duration> pings() throws Misuse {
        Duration interval = invocation.seconds(Flag.PING_INTERVAL).orElse(PING_INTERVAL);
        return Optional.of(interval).filter(often -> invocation.has(Flag.KEEP_ALIVE));
    }

    private Optional<Era> onlyEra() throws Misuse {
        String way = invocation.value(Flag.TRANSPORT).orElse("http-first");
        return switch (way) {
            case "http-first" -> Optional.empty();
            case "sse-first" -> {
                terminal.println("Streamable HTTP is tried before the event streams of 2024-11-05 all the same.");
                yield Optional.empty();
            }
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

    /**
     * Signs in now, so that no host has to wait for it.
     *
     * @param typed where the user may paste the address at which the browser ended
     */
    int login(InputStream typed) throws Misuse, IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8));
        paste = Optional.of(() -> Optional.ofNullable(lines.readLine()));
        EncryptedFileCredentialStore store = store();
        ResourceSession session = session(store);
        session.signIn();
        return status(session, store);
    }

    /** Takes over what mcp-remote has. */
    int takeOver() throws Misuse, IOException, InterruptedException {
        return new Importing(invocation, environment, terminal).run(session(store()));
    }

    /** Forgets the tokens and revokes them. */
    int logout() throws Misuse, IOException, InterruptedException {
        if (invocation.has(Flag.ALL)) {
            if (!invocation.operands().isEmpty()) {
                throw new Misuse("there is either a server or " + Flag.ALL.option());
            }
            return everywhere().logout();
        }
        boolean revoked = session(store()).signOut();
        terminal.println(
                revoked ? "Signed out." : "Signed out here; the server has not confirmed that the tokens are revoked.");
        return revoked ? Main.OK : Main.FAILED;
    }

    /** Says whether there are tokens. */
    int status() throws Misuse, IOException {
        if (invocation.operands().isEmpty()) {
            return everywhere().status();
        }
        EncryptedFileCredentialStore store = store();
        return status(session(store), store);
    }

    private AllSignIns everywhere() throws Misuse {
        SignIn signIn = new SignIn(invocation, environment, terminal, signIns);
        return new AllSignIns(signIn, store(), network(), terminal);
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
                .run(target, network().toServer(target.url()).get(), out);
    }

    private ResourceSession session(CredentialStore store) throws Misuse {
        return session(Target.of(invocation), store, network());
    }

    private ResourceSession session(Target target, CredentialStore store, Network network) throws Misuse {
        SignIn signIn = new SignIn(invocation, environment, terminal, signIns);
        return paste.map(signIn::orPasted).orElse(signIn).session(target, store, network);
    }

    private Network network() throws Misuse {
        return new Network(invocation, environment, terminal);
    }

    private EncryptedFileCredentialStore store() throws Misuse {
        return state().open();
    }

    private StateStore state() {
        return new StateStore(invocation, environment);
    }
}
