package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.Bridge;
import dev.mcpoauth.client.bridge.BridgeVersion;
import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import dev.mcpoauth.client.bridge.cli.log.StandardErrorLog;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.store.KeyUnavailableException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program {@code mcp-oauth-bridge}. Its standard output carries MCP and nothing else while it connects. */
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    private static final int SECONDS_TO_END = 4;
    private static final int SOON_MILLIS = 1_000;

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream errors;

    Main(Map<String, String> environment, InputStream in, PrintStream out, PrintStream errors) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.errors = errors;
    }

    /** Runs the program, and ends the process. */
    public static void main(String... args) {
        reuseThreads();
        InputStream in = new FileInputStream(FileDescriptor.in);
        System.exit(new Main(System.getenv(), in, System.out, System.err).run(args));
    }

    /**
     * On one or two processors the JDK starts a thread for each answer of an HTTP client ({@code CompletableFuture}: no
     * common pool of less than two threads), which takes longer than the rest of a call.
     */
    private static void reuseThreads() {
        String property = "java.util.concurrent.ForkJoinPool.common.parallelism";
        if (Runtime.getRuntime().availableProcessors() < 3 && System.getProperty(property) == null) {
            System.setProperty(property, "2");
        }
    }

    int run(String... args) {
        try {
            Invocation given = new CommandLineParser().parse(args);
            if (installs(given)) {
                setUpLog(given.with(environment));
                return installation(given).run(); // What is written is what was given.
            }
            Invocation invocation = given.with(environment).configured(usualConfiguration());
            setUpLog(invocation);
            if (invocation.has(Flag.IPV4)) {
                System.setProperty("java.net.preferIPv4Stack", "true"); // Read when the first address is looked up.
            }
            return run(invocation);
        } catch (Misuse e) {
            complain(e, "");
            return MISUSED;
        } catch (KeyUnavailableException e) {
            complain(e, ". Unlock it, or begin anew with " + Flag.REPLACE_LOST_KEY.option() + ".");
            return FAILED;
        } catch (AuthException e) {
            complain(e, e.traceId().map(trace -> " (trace " + trace + ")").orElse(""));
            return FAILED;
        } catch (IOException e) {
            complain(e, "");
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private void complain(Exception e, String remedy) {
        errors.println("mcp-oauth-bridge: " + Printable.whole(String.valueOf(e.getMessage())) + remedy);
    }

    private Path usualConfiguration() {
        return StateDirectory.configurationFile(
                environment, System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    private int run(Invocation invocation) throws Misuse, IOException, InterruptedException {
        Commands commands = new Commands(invocation, environment, errors);
        Command command = invocation.command();
        return switch (command) {
            case CONNECT -> connect(commands);
            case LOGIN -> commands.login(in);
            case LOGOUT -> commands.logout();
            case STATUS -> commands.status();
            case DOCTOR -> commands.doctor(out);
            case INSTALL, UNINSTALL -> throw new IllegalStateException("installed already");
            case IMPORT -> commands.takeOver();
            case HELP -> say(Help.on(invocation.operands()));
            case VERSION -> say("mcp-oauth-bridge " + BridgeVersion.current());
        };
    }

    private static boolean installs(Invocation given) {
        return given.command() == Command.INSTALL || given.command() == Command.UNINSTALL;
    }

    private Installation installation(Invocation given) {
        BufferedReader answers = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        return new Installation(given, environment, out, answers);
    }

    private int say(String text) {
        out.println(text);
        return OK;
    }

    private static void setUpLog(Invocation invocation) {
        StandardErrorLog.use(invocation.has(Flag.DEBUG) ? "debug" : invocation.has(Flag.SILENT) ? "off" : "info");
    }

    /**
     * Takes the standard streams away from everything else, which may print where it should not. The way to the server is
     * set up by the first request, or soon without one: a mistake in the flags is told whether or not a host asks for
     * anything.
     */
    private int connect(Commands commands) throws Misuse, InterruptedException {
        System.setOut(System.err);
        LateServer server = commands.server();
        Bridge bridge = commands.connect(server, in, new FileOutputStream(FileDescriptor.out));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(bridge), "mcp-oauth-bridge-end"));
        Thread serving = new Thread(() -> serve(bridge), "mcp-oauth-bridge-host");
        serving.setDaemon(true);
        serving.start();
        serving.join(SOON_MILLIS);
        var unused = server.prepare();
        serving.join();
        return OK;
    }

    private static void serve(Bridge bridge) {
        try {
            bridge.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server that does not let go must not keep the process. */
    private static void end(Bridge bridge) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread closing = new Thread(
                () -> {
                    bridge.close();
                    ended.countDown();
                },
                "mcp-oauth-bridge-close");
        closing.setDaemon(true);
        closing.start();
        try {
            if (!ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
