package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.MetaKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server process for tests, without any library so that it starts fast: {@code StdioPeer BEHAVIOUR LOG}. */
public final class StdioPeer {

    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|[0-9]+)");
    private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]*)\"");

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final String behaviour;
    private final Path log;
    private boolean cancelled;

    private StdioPeer(String behaviour, Path log) {
        this.behaviour = behaviour;
        this.log = log;
    }

    public static void main(String[] arguments) throws Exception {
        new StdioPeer(arguments[0], Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        note("start");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) answer(line);
        note("end of input");
        if (behaviour.equals("stays")) new CountDownLatch(1).await();
    }

    private void answer(String line) throws IOException {
        String method = first(METHOD, line);
        note(method + (line.contains("protocolVersion") ? " stamped" : ""));
        switch (method) {
            case "server/discover" -> discover(line);
            case "initialize" ->
                result(
                        line,
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{\"name\":\"p\"}}");
            case "tools/call" -> call(line);
            case "subscriptions/listen" -> listen(line);
            default -> {
                // A notification.
            }
        }
    }

    private void discover(String line) {
        switch (behaviour) {
            case "legacy" -> error(line, -32601);
            case "odd" -> error(line, -32602);
            case "dies" -> System.exit(3);
            case "silent", "stays" -> {}
            case "other-version" -> error(line, -32022);
            default -> result(line, "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"]}");
        }
    }

    /** Cancels it if that is the behaviour; the client makes another one, which stays. */
    private void listen(String line) {
        if (!behaviour.equals("cancels") || cancelled) {
            out.print(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{\""
                            + MetaKeys.SUBSCRIPTION_ID + "\":" + first(ID, line) + "}}}\n");
            out.flush();
            return;
        }
        cancelled = true;
        out.print("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                + first(ID, line) + "}}\n");
        out.flush();
    }

    private void call(String line) {
        if (line.contains("\"asks\"")) out.print("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n");
        if (line.contains("\"crash\"")) System.exit(4);
        if (line.contains("\"noise\"")) {
            out.println("Listening on port 80");
            out.println("{\"jsonrpc\":\"2.0\"}");
            out.println();
        }
        if (line.contains("\"huge\"")) {
            while (true) out.print("x".repeat(100_000));
        }
        if (!line.contains("\"hang\"")) result(line, "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}\r");
    }

    private void result(String line, String result) {
        out.print("{\"jsonrpc\":\"2.0\",\"id\":" + first(ID, line) + ",\"result\":" + result.strip() + "}"
                + (result.endsWith("\r") ? "\r\n" : "\n"));
        out.flush();
    }

    private void error(String line, int code) {
        out.print("{\"jsonrpc\":\"2.0\",\"id\":" + first(ID, line) + ",\"error\":{\"code\":" + code
                + ",\"message\":\"no\"}}\n");
        out.flush();
    }

    private static String first(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private void note(String text) throws IOException {
        Files.writeString(
                log,
                ProcessHandle.current().pid() + " " + text + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
