package dev.mcpoauth.client.bridge.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An MCP server of the loopback interface, with TLS where this JDK can make a key, and with nothing to offer. */
final class RehearsalServer implements AutoCloseable {
    /** Protects a key that lives for a minute in a directory of this user. */
    private static final String PASSWORD = "rehearsal";

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> trusting;

    private RehearsalServer(HttpServer server, List<String> trusting) {
        this.server = server;
        this.trusting = trusting;
    }

    static RehearsalServer start(Path java, Path scratch) throws IOException, InterruptedException {
        Path keys = scratch.resolve("keys.p12");
        RehearsalServer server = hasMadeKey(java, keys)
                ? new RehearsalServer(
                        tls(keys),
                        List.of("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD))
                : new RehearsalServer(HttpServer.create(ANY_PORT, 0), List.of());
        server.server.setExecutor(server.threads);
        server.server.createContext("/mcp", RehearsalServer::answer);
        server.server.start();
        return server;
    }

    private static boolean hasMadeKey(Path java, Path keys) throws IOException, InterruptedException {
        Path keytool = java.resolveSibling(java.getFileName().toString().replace("java", "keytool"));
        if (!Files.isExecutable(keytool)) {
            return false;
        }
        String options =
                "-genkeypair -alias rehearsal -keyalg EC -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1"
                        + " -validity 2 -storetype PKCS12 -storepass " + PASSWORD + " -keystore";
        List<String> command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(options.split(" ", -1)));
        command.add(keys.toString());
        Process making = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return making.waitFor(30, TimeUnit.SECONDS) && making.exitValue() == 0;
    }

    private static HttpServer tls(Path keys) throws IOException {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(ANY_PORT, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return server;
        } catch (GeneralSecurityException e) {
            throw new IOException("the key for the rehearsal cannot be used", e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Json message = Json.parse(body);
            Optional<Json> id = message.get("id");
            if (id.isEmpty()) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            byte[] answer = Json.object()
                    .put("jsonrpc", "2.0")
                    .put("id", id.get())
                    .put("result", result(message.string("method").orElse("")))
                    .build()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static Json result(String method) {
        return Json.parse(
                switch (method) {
                    case "initialize" ->
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                + "\"serverInfo\":{\"name\":\"rehearsal\",\"version\":\"1\"}}";
                    case "tools/list" -> "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]}";
                    case "tools/call" -> "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}";
                    default -> "{}";
                });
    }

    /** What a JVM is told so that it takes the server's certificate. */
    List<String> trusting() {
        return trusting;
    }

    String url() {
        String scheme = trusting.isEmpty() ? "http" : "https";
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
