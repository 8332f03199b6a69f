package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;

/**
 * Tool calls with and without the filter, and token refreshes, against a bare servlet on the same container, in turn and several times, so that
 * a machine that slows down slows all of them. Ratios are what to read; the figures move with the machine.
 */
public final class LoadRun {
    private static final int CONNECTIONS = LoadServer.FAMILIES;
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final String HEADERS = """
            Content-Type: application/json
            Accept: application/json, text/event-stream
            MCP-Protocol-Version: 2026-07-28
            Mcp-Method: tools/call
            Mcp-Name: echo
            """.replace("\n", "\r\n");
    private static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hello"},\
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientInfo":{"name":"load","version":"1"},\
            "io.modelcontextprotocol/clientCapabilities":{}}}}""";

    private LoadRun() {}

    /** Starts the server in a process of its own, drives it and prints the table. */
    public static void main(String[] args) throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> hello = List.of(firstLine(server).split(" "));
            List<Workload> workloads = new ArrayList<>(calls(hello.get(1)));
            workloads.add(refresh(hello.subList(2, hello.size())));
            print(measure(workloads, Integer.parseInt(hello.get(0)), server.toHandle()));
        } finally {
            server.getOutputStream().close();
            server.waitFor();
        }
    }

    private static String firstLine(Process server) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the server did not start");
        }
        return line;
    }

    private static List<Workload> calls(String token) {
        String bearer = HEADERS + "Authorization: Bearer " + token + "\r\n";
        return List.of(
                Workload.repeating("bare servlet", RawConnection.post("/bare", HEADERS, CALL), "hello"),
                Workload.repeating("tools/call, open", RawConnection.post("/open", HEADERS, CALL), "hello"),
                Workload.repeating("tools/call, bearer", RawConnection.post("/guarded", bearer, CALL), "hello"));
    }

    /** Each connection refreshes its own token family over and over, round after round. */
    private static Workload refresh(List<String> refreshTokens) {
        AtomicReferenceArray<String> families = new AtomicReferenceArray<>(refreshTokens.toArray(String[]::new));
        AtomicInteger next = new AtomicInteger();
        return new Workload("token, refresh", connection -> {
            int family = Math.floorMod(next.getAndIncrement(), families.length());
            return () -> families.set(family, rotated(connection, families.get(family)));
        });
    }

    private static String rotated(RawConnection connection, String refreshToken) throws IOException {
        String form = "grant_type=refresh_token&client_id=" + LoadServer.CLIENT + "&refresh_token=" + refreshToken;
        RawConnection.Answer answer = connection.exchange(
                RawConnection.post("/token", "Content-Type: application/x-www-form-urlencoded\r\n", form));
        if (answer.status() != 200) {
            throw new IOException("refresh answered " + answer.status() + ": " + answer.body());
        }
        return JsonObject.parse(answer.body()).string("refresh_token").orElseThrow();
    }

    private static Map<String, List<Round>> measure(List<Workload> workloads, int port, ProcessHandle server)
            throws IOException, InterruptedException {
        for (Workload workload : workloads) {
            Round.run(workload, port, server, CONNECTIONS, WARM_UP);
        }
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (Workload workload : workloads) {
                rounds.computeIfAbsent(workload.name(), name -> new ArrayList<>())
                        .add(Round.run(workload, port, server, CONNECTIONS, LENGTH));
            }
        }
        return rounds;
    }

    private static void print(Map<String, List<Round>> rounds) {
        System.out.printf(Locale.ROOT, "%-22s %12s %8s %14s %8s%n", "", "per second", "ratio", "CPU µs each", "ratio");
        List<Round> bare = rounds.values().iterator().next();
        rounds.forEach((name, measured) -> System.out.printf(
                Locale.ROOT,
                "%-22s %12.0f %8.2f %14.1f %8.2f%n",
                name,
                median(measured, Round::perSecond),
                median(measured, Round::perSecond) / median(bare, Round::perSecond),
                median(measured, Round::cpuMicros),
                median(measured, Round::cpuMicros) / median(bare, Round::cpuMicros)));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
