package dev.mcpoauth.server.resource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaSigner;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody else's authorization server: publishes what a test says, counts who asks, and breaks in every way. */
public final class TestIssuer implements AutoCloseable {
    public static final String METADATA = "/.well-known/oauth-authorization-server";
    public static final String OPENID = "/.well-known/openid-configuration";
    public static final String KEYS = "/keys";
    public static final String INTROSPECT = "/introspect";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** How a path is answered. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        answer(METADATA, json(metadata().build()));
        publish(TestKeys.key(SignatureAlgorithm.ES256));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        try (exchange) {
            answers.getOrDefault(path, status(404)).to(exchange);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public Issuer issuer() {
        return new Issuer(url(""));
    }

    public JsonObject.Builder metadata() {
        return JsonObject.builder()
                .put("issuer", url(""))
                .put("jwks_uri", url(KEYS))
                .put("introspection_endpoint", url(INTROSPECT));
    }

    /** How often a path was asked for. */
    public long asked(String path) {
        return asked.stream().filter(path::equals).count();
    }

    /** Every path that was asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void answer(String path, Answer answer) {
        answers.put(path, answer);
    }

    public void publish(SigningKey... keys) {
        answer(
                KEYS,
                json(JsonObject.builder()
                        .put(
                                "keys",
                                Arrays.stream(keys).map(SigningKey::publicJwk).toList())
                        .build()));
    }

    public static Answer json(JsonObject body) {
        return text(200, body.toJson());
    }

    public static Answer status(int status) {
        return text(status, "");
    }

    public static Answer text(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    public static Answer redirectTo(String location) {
        return exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** A body without end. */
    public static Answer endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    out.write("x".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
                }
            }
        };
    }

    /** Headers, and then nothing until the issuer closes. */
    public Answer silent() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** A token with this header, these claims and the signature of the algorithm's test key. */
    public static String token(SignatureAlgorithm algorithm, JsonObject header, JsonObject claims) {
        return CompactJws.sign(
                header, claims, JcaSigner.of(algorithm, TestKeys.pair(algorithm).getPrivate()));
    }

    /** What was asked, in order and without repetition. */
    public List<String> distinct() {
        return new ArrayList<>(asked.stream().distinct().toList());
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
