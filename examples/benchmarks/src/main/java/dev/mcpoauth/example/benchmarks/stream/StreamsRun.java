package dev.mcpoauth.example.benchmarks.stream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Idle streams on one node with a heap of 256 MiB, in both eras and on a bare servlet, each in a process of its own: how
 * long they take to open, what they hold on and off the heap, and how long a broadcast to all takes. Then 32 tools of one second on 8 container
 * threads. {@code streams [N]}, 10,000 by default.
 */
public final class StreamsRun {
    private static final int STREAMS = 10_000;
    private static final int BROADCASTS = 7;
    private static final int CALLS = 32;
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String STATELESS = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\n";
    private static final String LISTEN =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{"
                    + "\"notifications\":{\"toolsListChanged\":true}," + META + "}}";
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
            + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";
    private static final String NAP =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"nap\"," + META + "}}";

    private StreamsRun() {}

    /** Runs everything and prints the tables. */
    public static void main(String[] args) throws Exception {
        int streams = args.length > 0 ? Integer.parseInt(args[0]) : STREAMS;
        System.out.printf(Locale.ROOT, "%d streams, heap of 256 MiB%n", streams);
        System.out.printf(
                Locale.ROOT,
                "%-24s %10s %14s %13s %9s %14s %14s%n",
                "",
                "open, s",
                "native KB each",
                "heap KB each",
                "threads",
                "broadcast p50",
                "p99, ms");
        run("bare servlet", "bare", streams, port -> request("POST", "/bare", "", "{}"));
        run("subscriptions/listen", "mcp", streams, port -> request("POST", "/mcp", STATELESS, LISTEN));
        run("session, GET", "mcp", streams, StreamsRun::session);
        calls();
    }

    private interface Opening {
        byte[] request(int port) throws IOException, InterruptedException;
    }

    private static void run(String name, String broadcast, int streams, Opening opening) throws Exception {
        try (ServerProcess server = new ServerProcess();
                StreamClients clients = new StreamClients(server.port)) {
            // What the first requests load would be taken for what streams need.
            clients.open(opening.request(server.port));
            clients.awaitNew(1);
            long[] before = server.figures();
            List<byte[]> requests = new ArrayList<>();
            for (int i = 1; i < streams; i++) requests.add(opening.request(server.port));
            long began = System.nanoTime();
            for (byte[] request : requests) clients.open(request);
            clients.awaitNew(streams - 1);
            double open = (System.nanoTime() - began) / 1e9;
            List<long[]> rounds = new ArrayList<>();
            for (int i = 0; i < BROADCASTS; i++) rounds.add(broadcast(server, clients, broadcast));
            long[] after = server.figures();
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %10.1f %14.1f %13.1f %9d %14.0f %14.0f%n",
                    name,
                    open,
                    (after[2] - before[2]) / (double) streams,
                    (after[0] - before[0]) / 1024.0 / streams,
                    after[1],
                    median(rounds, 0.5),
                    median(rounds, 0.99));
        }
    }

    private static long[] broadcast(ServerProcess server, StreamClients clients, String command) throws Exception {
        CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> Long.parseLong(server.ask(command)));
        long[] arrivals = clients.await("list_changed");
        long start = sent.get(1, TimeUnit.MINUTES);
        return Arrays.stream(arrivals).map(at -> at - start).toArray();
    }

    private static double median(List<long[]> rounds, double quantile) {
        double[] each = rounds.stream()
                .mapToDouble(round -> round[(int) (quantile * (round.length - 1))] / 1e6)
                .sorted()
                .toArray();
        return each[each.length / 2];
    }

    private static byte[] session(int port) throws IOException, InterruptedException {
        HttpResponse<String> opened =
                Http.CLIENT.send(Http.post(port, INITIALIZE).build(), HttpResponse.BodyHandlers.ofString());
        String id = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        return request("GET", "/mcp", "Mcp-Session-Id: " + id + "\r\n", "");
    }

    private static byte[] request(String method, String path, String headers, String body) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Type: application/json\r\n" + headers + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void calls() throws Exception {
        try (ServerProcess server = new ServerProcess()) {
            for (int round = 1; round <= 3; round++) {
                long began = System.nanoTime();
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < CALLS; i++) {
                    HttpRequest call = Http.post(server.port, NAP)
                            .header("MCP-Protocol-Version", "2026-07-28")
                            .header("Mcp-Method", "tools/call")
                            .header("Mcp-Name", "nap")
                            .build();
                    answers.add(Http.CLIENT.sendAsync(call, HttpResponse.BodyHandlers.ofString()));
                }
                for (CompletableFuture<HttpResponse<String>> answer : answers) {
                    if (!answer.get().body().contains("rested"))
                        throw new IOException(answer.get().body());
                }
                System.out.printf(
                        Locale.ROOT,
                        "%d tools of 1 s on 8 container threads, round %d: %.2f s%n",
                        CALLS,
                        round,
                        (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newHttpClient();

        static HttpRequest.Builder post(int port, String body) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }
    }
}
