package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Talks to a {@link StdioServer} in this process, line by line, over a connection that blocks like a pipe. */
final class StdioClient implements AutoCloseable {

    private final Socket client;
    private final Socket server;
    private final BufferedReader lines;
    private final CompletableFuture<Void> served = new CompletableFuture<>();

    StdioClient(StdioServer.Builder builder) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket();
            client.setReceiveBufferSize(4096);
            client.connect(listening.getLocalSocketAddress());
            server = listening.accept();
        }
        server.setSendBufferSize(4096);
        client.setSoTimeout(20_000);
        lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        StdioServer served = builder.build();
        Thread thread = new Thread(() -> serve(served), "test-stdio-server");
        thread.start();
    }

    private void serve(StdioServer stdio) {
        try {
            stdio.serve(server.getInputStream(), server.getOutputStream());
            server.shutdownOutput();
            served.complete(null);
        } catch (IOException | InterruptedException | RuntimeException e) {
            served.completeExceptionally(e);
        }
    }

    StdioClient send(String line) throws IOException {
        client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A request of the stateless era; {@code params} without {@code _meta}, in single quotes. */
    StdioClient stateless(Object id, String method, String params) throws IOException {
        return send(statelessLine(id, method, params));
    }

    static String statelessLine(Object id, String method, String params) {
        Json meta = Json.parse("{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}");
        Json given = json(params);
        Json all = meta.toBuilder()
                .putAll(given.get("_meta").orElse(Json.EMPTY_OBJECT))
                .build();
        return request(id, method, given.with("_meta", all).toString());
    }

    StdioClient session(Object id, String method, String params) throws IOException {
        return send(request(id, method, json(params).toString()));
    }

    private static String request(Object id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + (id instanceof String ? "\"" + id + "\"" : id) + ",\"method\":\""
                + method + "\",\"params\":" + params + "}";
    }

    StdioClient notify(String method, String params) throws IOException {
        return send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + json(params) + "}");
    }

    /** Opens a session and reads the answer. */
    StdioClient initialize(String version) throws IOException {
        session(0, "initialize", "{'protocolVersion':'" + version + "','capabilities':{'elicitation':{}}}");
        if (!next().at("result", "protocolVersion").equals(java.util.Optional.of(Json.of(version))))
            throw new AssertionError("not the version that was asked for");
        return notify("notifications/initialized", "{}");
    }

    /** The next message. */
    Json next() throws IOException {
        String line = lines.readLine();
        if (line == null) throw new AssertionError("the server said nothing more");
        return Json.parse(line);
    }

    /** Closes the input of the server and reads what it says until it has ended. */
    List<Json> end() throws Exception {
        client.shutdownOutput();
        List<Json> rest = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) rest.add(Json.parse(line));
        awaitEnd();
        return rest;
    }

    /** Is gone from one moment to the next. */
    void vanish() throws IOException {
        client.close();
    }

    void awaitEnd() throws Exception {
        served.get(20, TimeUnit.SECONDS);
    }

    boolean hasEnded() {
        return served.isDone();
    }

    static Json json(String singleQuoted) {
        return Json.parse(singleQuoted.replace('\'', '"'));
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
