package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.transport.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The load generator. Each line of standard input is a round as JSON, run when it is read: {@code name} of the workload, {@code port} and {@code pid} of the
 * server, {@code connections}, {@code millis}, and, the first time, {@code workload} (see {@link Workloads}). Each is answered by a line of JSON: {@code requests},
 * {@code nanos} by the clock on the wall, {@code serverCpuNanos} and {@code ownCpuNanos}, or {@code error}.
 */
public final class LoadRun {
    private final Map<String, Workload> workloads = new HashMap<>();

    private LoadRun() {}

    /** Runs rounds until standard input ends. */
    public static void main(String[] args) throws Exception {
        LoadRun run = new LoadRun();
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = rounds.readLine(); line != null; line = rounds.readLine()) {
            System.out.println(run.answer(Json.parse(line)));
        }
    }

    private Json answer(Json round) throws InterruptedException {
        try {
            Round result = Round.run(
                    workloads.computeIfAbsent(
                            Workloads.text(round, "name"),
                            name -> Workloads.of(round.get("workload").orElseThrow())),
                    (int) number(round, "port"),
                    ProcessHandle.of(number(round, "pid")).orElseThrow(),
                    (int) number(round, "connections"),
                    Duration.ofMillis(number(round, "millis")));
            return Json.object()
                    .put("requests", result.requests())
                    .put("nanos", result.elapsed().toNanos())
                    .put("serverCpuNanos", result.serverCpu().toNanos())
                    .put("ownCpuNanos", result.ownCpu().toNanos())
                    .build();
        } catch (IOException e) {
            return Json.object().put("error", e.toString()).build();
        }
    }

    private static long number(Json round, String member) {
        return Long.parseLong(Workloads.text(round, member));
    }
}
