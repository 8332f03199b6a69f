package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.Bridge;
import dev.mcpoauth.client.bridge.ScriptedHost;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.client.testing.ScriptedServer.Received;
import dev.mcpoauth.transport.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bridge as a command line sets it up, in this process, and what it says on standard error. */
final class FlaggedBridge {
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    FlaggedBridge(Path state, String... arguments) {
        this.arguments.addAll(List.of(arguments));
        this.arguments.addAll(List.of("--state-dir", state.toString(), "--key-source", "file", "--no-browser"));
    }

    FlaggedBridge env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Invocation invocation() throws Misuse {
        return new CommandLineParser().parse(arguments.toArray(String[]::new)).with(environment);
    }

    Commands commands() throws Misuse {
        return new Commands(invocation(), environment, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    /** Runs a command to its end, as {@code main} does. */
    int run() {
        PrintStream terminal = new PrintStream(errors, true, StandardCharsets.UTF_8);
        return new Main(environment, InputStream.nullInputStream(), terminal, terminal)
                .run(arguments.toArray(String[]::new));
    }

    String said() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    ScriptedHost host() throws Exception {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        Commands commands = commands();
        LateServer server = commands.server();
        var unused = server.prepare();
        Bridge bridge =
                commands.connect(server, Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()));
        Thread running = new Thread(() -> run(bridge), "bridge-under-test");
        running.setDaemon(true);
        running.start();
        return new ScriptedHost(
                Channels.newOutputStream(in.sink()), Channels.newInputStream(out.source()), new ScriptedHost.Ending() {
                    @Override
                    public boolean await(Duration patience) throws InterruptedException {
                        running.join(patience.toMillis());
                        return !running.isAlive();
                    }

                    @Override
                    public void force() throws IOException {
                        bridge.close();
                    }
                });
    }

    private static void run(Bridge bridge) {
        try (bridge) {
            bridge.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a server of the session era with one tool answers. */
    static Answer answer(Received request) {
        if (request.body().isEmpty()) {
            return Answer.empty(405);
        }
        Json message = Json.parse(request.body());
        if (!message.has("id")) {
            return Answer.empty(202);
        }
        String result = message.string("method").equals(Optional.of("initialize"))
                ? "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}"
                : "{\"tools\":[{\"name\":\"query\",\"inputSchema\":{\"type\":\"object\"}}]}";
        String text = "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id").orElseThrow() + ",\"result\":" + result + "}";
        return new Answer(200, Map.of("Content-Type", "application/json"), text);
    }

    static String method(Received request) {
        return request.body().isEmpty()
                ? ""
                : Json.parse(request.body()).string("method").orElse("");
    }
}
