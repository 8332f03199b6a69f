package dev.mcpoauth.example.benchmarks.stream;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Idle streams on one server: how long they take to open, what they hold, and how long a broadcast to all takes. The argument is JSON: {@code port} and
 * {@code pid} of the server, {@code streams}, {@code broadcasts}, {@code method}, {@code path}, {@code headers} and {@code body} of the request that opens one,
 * {@code broadcast}, the path whose GET makes the server tell all, and perhaps {@code initialize}, the body of a POST to the same path that
 * opens the session of each, and {@code silent} where a stream says nothing at first. Prints a line of JSON.
 */
public final class StreamsRun {
    private final Json run;
    private final String origin;
    private final HttpClient http = HttpClient.newHttpClient();

    private StreamsRun(Json run) {
        this.run = run;
        origin = "http://127.0.0.1:" + number("port");
    }

    /** Measures what the argument describes. */
    public static void main(String[] args) throws Exception {
        System.out.println(new StreamsRun(Json.parse(args[0])).measure());
    }

    private Json measure() throws IOException, InterruptedException {
        int streams = number("streams");
        try (StreamClients clients = new StreamClients(number("port"))) {
            // What the first requests load would be taken for what streams need.
            clients.open(request());
            awaitNew(clients, 1);
            long heapBefore = Long.parseLong(get("/heap"));
            long residentBefore = status("VmRSS:");
            List<byte[]> requests = new ArrayList<>();
            for (int i = 1; i < streams; i++) requests.add(request());
            long began = System.nanoTime();
            for (byte[] request : requests) clients.open(request);
            awaitNew(clients, streams - 1);
            double open = (System.nanoTime() - began) / 1e9;
            List<long[]> rounds = new ArrayList<>();
            for (int i = 0; i < number("broadcasts"); i++) rounds.add(broadcast(clients));
            return Json.object()
                    .put("openSeconds", open)
                    .put("heapKb", (Long.parseLong(get("/heap")) - heapBefore) / 1024.0 / streams)
                    .put("residentKb", (status("VmRSS:") - residentBefore) / (double) streams)
                    .put("threads", status("Threads:"))
                    .put("p50", median(rounds, 0.5))
                    .put("p99", median(rounds, 0.99))
                    .build();
        }
    }

    /** A server that says nothing before its first message is told to say one each second until all have heard it. */
    private void awaitNew(StreamClients clients, int expected) throws IOException, InterruptedException {
        if (!run.has("silent")) {
            clients.awaitNew(expected);
            return;
        }
        ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor();
        try {
            HttpRequest tell = HttpRequest.newBuilder(URI.create(origin + text("broadcast")))
                    .build();
            ScheduledFuture<?> telling = teller.scheduleWithFixedDelay(
                    () -> http.sendAsync(tell, HttpResponse.BodyHandlers.ofString())
                            .join(),
                    1,
                    1,
                    TimeUnit.SECONDS);
            clients.awaitNew(expected);
            telling.cancel(false);
        } finally {
            teller.shutdown();
            teller.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private long[] broadcast(StreamClients clients) throws IOException {
        long start = System.nanoTime();
        CompletableFuture<HttpResponse<String>> told = http.sendAsync(
                HttpRequest.newBuilder(URI.create(origin + text("broadcast"))).build(),
                HttpResponse.BodyHandlers.ofString());
        long[] arrivals = clients.await("list_changed");
        told.join();
        return Arrays.stream(arrivals).map(at -> at - start).toArray();
    }

    private static double median(List<long[]> rounds, double quantile) {
        double[] each = rounds.stream()
                .mapToDouble(round -> round[(int) (quantile * (round.length - 1))] / 1e6)
                .sorted()
                .toArray();
        return each[each.length / 2];
    }

    private byte[] request() throws IOException, InterruptedException {
        String session = run.has("initialize") ? "Mcp-Session-Id: " + session() + "\r\n" : "";
        String body = text("body");
        return (text("method") + " " + text("path") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + text("headers") + session
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String session() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + text("path")))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(text("initialize")))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(origin + path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** A number that the system knows about the server: its resident memory in KB, its threads. */
    private long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", text("pid"), "status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private int number(String member) {
        return Integer.parseInt(text(member));
    }

    private String text(String member) {
        return run.string(member).orElseThrow(() -> new IllegalArgumentException(member + " is missing"));
    }
}
