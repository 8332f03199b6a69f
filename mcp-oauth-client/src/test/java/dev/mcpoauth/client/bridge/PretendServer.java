package dev.mcpoauth.client.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** An MCP server of one era that says what a test wants it to say. */
final class PretendServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Function<Json, Reply>> replies = new ConcurrentHashMap<>();
    private final List<Json> received = new CopyOnWriteArrayList<>();
    private volatile boolean held;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * What goes back over HTTP.
     *
     * @param location where it points, if anywhere
     * @param times how often the body is written
     * @param breaks whether the connection ends in the middle
     */
    record Reply(int status, String type, Function<Json, String> body, String location, int times, boolean breaks) {
        Reply(int status, String type, Function<Json, String> body) {
            this(status, type, body, "", 1, false);
        }

        static Reply redirect(int status, URI to) {
            return new Reply(status, "text/plain", request -> "elsewhere", to.toString(), 1, false);
        }

        static Reply flood(String type, String body, int times) {
            return new Reply(200, type, request -> body, "", times, false);
        }

        static Reply broken(String type, String body) {
            return new Reply(200, type, request -> body, "", 1, true);
        }

        /** The result, and then another one. */
        static Reply twice(String result) {
            return new Reply(
                    200,
                    "text/event-stream",
                    request -> ("data: " + message(request, "result", result) + "\n\n").repeat(2));
        }

        static Reply status(int status) {
            return new Reply(status, "text/html", request -> "<html>no</html>");
        }

        static Reply raw(String type, String body) {
            return new Reply(200, type, request -> body);
        }

        static Reply result(String result) {
            return new Reply(200, "application/json", request -> message(request, "result", result));
        }

        static Reply error(int code) {
            return new Reply(
                    200,
                    "application/json",
                    request -> message(request, "error", "{\"code\":" + code + ",\"message\":\"refused\"}"));
        }

        static Reply inputRequired(String inputs) {
            return result(
                    "{\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":" + inputs + "}");
        }

        /** Asks the client something on the stream of the request, and answers it. */
        static Reply asking(String method) {
            return new Reply(
                    200,
                    "text/event-stream",
                    request -> "data: {\"jsonrpc\":\"2.0\",\"id\":\"question\",\"method\":\"" + method
                            + "\",\"params\":{}}\n\ndata: " + message(request, "result", "{}") + "\n\n");
        }

        private static String message(Json request, String member, String value) {
            return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id").orElse(Json.NULL) + ",\"" + member + "\":" + value
                    + "}";
        }
    }

    PretendServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
        greets();
        on("server/discover", request -> Reply.error(-32601));
    }

    /** Knows {@code initialize}. */
    PretendServer greets() {
        return on(
                "initialize",
                request -> Reply.result("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"pretend\",\"version\":\"1\"}}"));
    }

    /** Knows no {@code initialize}. */
    PretendServer stateless() {
        on("initialize", request -> Reply.error(-32601));
        return on(
                "server/discover",
                request -> Reply.result("{\"resultType\":\"complete\",\"supportedVersions\":"
                        + "[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},\"ttlMs\":0,\"cacheScope\":\"private\","
                        + "\"_meta\":{\"" + MetaKeys.SERVER_INFO + "\":{\"name\":\"pretend\",\"version\":\"1\"}}}"));
    }

    PretendServer on(String method, Function<Json, Reply> reply) {
        replies.put(method, reply);
        return this;
    }

    /** Never answers this method. */
    PretendServer silentOn(String method) {
        return on(method, request -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.status(500);
        });
    }

    /** Takes no notification but the one that ends the initialization. */
    PretendServer holdNotifications() {
        held = true;
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    /** One that says nothing by itself, however slow the machine is. */
    Bridge.Builder bridge() {
        return bridge(HttpAuthorizer.NONE).waitingForServer();
    }

    Bridge.Builder bridge(HttpAuthorizer authorizer) {
        return Bridge.to(expected -> {
            HttpTransport.Builder transport =
                    HttpTransport.to(url()).authorizer(authorizer).openTimeout(Duration.ofSeconds(5));
            return expected == Era.SESSION ? transport.era(Era.SESSION).build() : transport.build();
        });
    }

    List<Json> received() {
        return received;
    }

    List<Json> received(String method) {
        return received.stream()
                .filter(message -> message.string("method").equals(Optional.of(method)))
                .toList();
    }

    void awaitReceived(String method) {
        Awaitility.await().until(() -> !received(method).isEmpty());
    }

    /** What the client has answered to a question. */
    Json awaitAnswer() {
        return Awaitility.await()
                .until(() -> received.stream().filter(m -> !m.has("method")).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Json message = Json.parse(exchange.getRequestBody().readAllBytes());
            received.add(message);
            if (!message.has("id") || !message.has("method")) {
                holdIfTold(message);
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            Reply reply = replies.getOrDefault(message.string("method").orElseThrow(), r -> Reply.error(-32601))
                    .apply(message);
            byte[] body = reply.body().apply(message).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            if (!reply.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", reply.location());
            }
            boolean whole = reply.times() == 1 && !reply.breaks();
            exchange.sendResponseHeaders(reply.status(), whole ? body.length : reply.breaks() ? body.length + 1 : 0);
            for (int i = 0; i < reply.times(); i++) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void holdIfTold(Json message) {
        if (held && !message.string("method").equals(Optional.of("notifications/initialized"))) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
