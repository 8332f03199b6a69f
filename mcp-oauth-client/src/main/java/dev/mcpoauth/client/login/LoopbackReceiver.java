package dev.mcpoauth.client.login;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Listens on 127.0.0.1 for the redirect of one sign-in (RFC 8252 §7.3). Any program and any web page can reach the port,
 * so a request proves nothing by arriving: what is not the answer is answered and forgotten.
 */
final class LoopbackReceiver implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 64;
    private static final int SEE_OTHER = 303;

    private final HttpServer server;
    private final ThreadPoolExecutor workers;
    private final String path;
    private final Optional<URI> successPage;
    private final CompletableFuture<Callback.Ended> ended = new CompletableFuture<>();
    private volatile Function<String, Callback> check = query -> new Callback.NotOurs();

    /**
     * Binds the port, 0 for any.
     *
     * @param successPage where the browser goes from here when the user has allowed the access
     * @throws java.net.BindException if it is taken
     */
    LoopbackReceiver(int port, String path, Optional<URI> successPage) throws IOException {
        this.path = path;
        this.successPage = successPage;
        this.server = HttpServer.create(new InetSocketAddress(loopback(), port), WAITING);
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 5, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), LoopbackReceiver::daemon);
        workers.allowCoreThreadTimeOut(true);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mcp-oauth-loopback");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From now on answers may arrive. */
    CompletableFuture<Callback.Ended> listen(Function<String, Callback> judge) {
        check = judge;
        return ended;
    }

    /** The sign-in goes on only when the page is on its way: what goes on closes the port. */
    private void handle(HttpExchange exchange) throws IOException {
        Callback callback = new Callback.NotOurs();
        try (exchange) {
            boolean ours = path.equals(exchange.getRequestURI().getRawPath());
            boolean read = "GET".equals(exchange.getRequestMethod());
            if (ours && read) {
                String query = exchange.getRequestURI().getRawQuery();
                callback = check.apply(query == null ? "" : query);
            }
            CallbackPage allowed = read ? CallbackPage.of(callback) : CallbackPage.NOT_ALLOWED;
            write(exchange, ours ? allowed : CallbackPage.NOT_FOUND, successPage);
        } finally {
            if (callback instanceof Callback.Ended end) {
                ended.complete(end);
            }
        }
    }

    private static void write(HttpExchange exchange, CallbackPage page, Optional<URI> onward) throws IOException {
        byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
        secure(exchange.getResponseHeaders());
        if (page == CallbackPage.APPROVED && onward.isPresent()) {
            exchange.getResponseHeaders().set("Location", onward.get().toString());
            exchange.sendResponseHeaders(SEE_OTHER, -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), html.length);
        exchange.getResponseBody().write(html);
    }

    private static void secure(Headers headers) {
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer"); // The code is in this page's address.
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Connection", "close");
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdown();
    }
}
