package dev.mcpoauth.transport.client.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A peer on 127.0.0.1 that does what a test tells it to, and remembers what it was sent. */
final class ScriptedServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** What to do with one request. */
    interface Script {
        void answer(Received request, Reply reply) throws Exception;
    }

    ScriptedServer(Script script) throws IOException {
        this(0, script);
    }

    ScriptedServer(int port, Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, script));
        server.start();
    }

    private void handle(HttpExchange exchange, Script script) {
        try (exchange) {
            Received request = Received.of(exchange);
            received.add(request);
            script.answer(request, new Reply(exchange));
        } catch (Exception e) {
            // The client left, or the script wants the connection to break.
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    List<Received> received() {
        return received;
    }

    List<Received> received(String httpMethod) {
        return received.stream().filter(r -> r.method().equals(httpMethod)).toList();
    }

    /** The requests that carried this JSON-RPC method. */
    List<Received> calls(String method) {
        return received("POST").stream()
                .filter(r -> r.json().string("method").orElse("").equals(method))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A request; header names in lower case. */
    record Received(String method, URI uri, Map<String, String> headers, String body) {

        static Received of(HttpExchange exchange) throws IOException {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            return new Received(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
        }

        Json json() {
            return Json.parse(body);
        }

        String rpcMethod() {
            return body.isEmpty() ? "" : json().string("method").orElse("");
        }

        Json id() {
            return json().get("id").orElse(Json.NULL);
        }

        /** The header's value; empty if it is absent. */
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        boolean has(String header) {
            return headers.containsKey(header.toLowerCase(Locale.ROOT));
        }
    }

    /** The answer under construction. */
    record Reply(HttpExchange exchange) {

        Reply header(String name, String value) {
            exchange.getResponseHeaders().add(name, value);
            return this;
        }

        void status(int status) throws IOException {
            exchange.sendResponseHeaders(status, -1);
        }

        void body(int status, String type, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            header("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        void json(int status, String text) throws IOException {
            body(status, "application/json", text);
        }

        void result(Json id, String result) throws IOException {
            json(200, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
        }

        void error(int status, Json id, int code, String data) throws IOException {
            json(
                    status,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code
                            + ",\"message\":\"refused\",\"data\":" + data + "}}");
        }

        /** Begins an event stream. */
        Stream stream() throws IOException {
            header("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            return new Stream(exchange.getResponseBody());
        }
    }

    /** An event stream that is being written. Closing it ends it gracefully. */
    record Stream(OutputStream out) implements AutoCloseable {

        Stream raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return this;
        }

        Stream event(String data) throws IOException {
            return raw("data: " + data + "\n\n");
        }

        Stream result(Json id, String result) throws IOException {
            return event("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
