package dev.mcpoauth.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkHttpExchangeTest {
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final JdkHttpExchange exchange =
            new JdkHttpExchange(HttpClient.newHttpClient(), Duration.ofMillis(800), 1000);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(workers);
        server.createContext("/fine", http -> {
            http.getResponseHeaders().set("DPoP-Nonce", "n");
            http.sendResponseHeaders(200, 2);
            http.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            http.close();
        });
        server.createContext("/redirect", http -> {
            http.getResponseHeaders().set("Location", "/fine");
            http.sendResponseHeaders(307, -1);
            http.close();
        });
        server.createContext("/endless", http -> {
            http.sendResponseHeaders(200, 0);
            byte[] block = new byte[512];
            while (over.getCount() > 0) {
                http.getResponseBody().write(block);
            }
        });
        server.createContext("/drip", http -> {
            http.sendResponseHeaders(200, 0);
            http.getResponseBody().write('{');
            http.getResponseBody().flush();
            await();
        });
        server.createContext("/silent", http -> await());
        server.start();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        workers.shutdownNow();
    }

    private HttpReply get(String path) throws IOException, InterruptedException {
        return exchange.send(HttpCall.getJson(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path)));
    }

    @Test
    void returnsTheWholeAnswer() throws Exception {
        HttpReply reply = get("/fine");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(reply.body(), StandardCharsets.US_ASCII)).isEqualTo("ok");
        assertThat(reply.header("DPoP-Nonce")).contains("n");
    }

    @Test
    void followsNoRedirect() throws Exception {
        assertThat(get("/redirect").status()).isEqualTo(307);
    }

    @Test
    void stopsReadingAtTheLimit() {
        assertThatThrownBy(() -> get("/endless"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void stopsWaitingForADrippingAnswer() {
        assertThatThrownBy(() -> get("/drip")).isInstanceOf(IOException.class).hasMessageContaining("PT0.8S");
    }

    @Test
    void stopsWaitingForASilentServer() {
        assertThatThrownBy(() -> get("/silent")).isInstanceOf(IOException.class).hasMessageContaining("PT0.8S");
    }

    @Test
    void namesNoSecretInText() {
        HttpCall call = HttpCall.post(URI.create("https://as.example.com/token?x=secret"), "text/plain", "secret");
        assertThat(call.toString()).doesNotContain("secret");
        assertThat(new HttpReply(200, Map.of(), "secret".getBytes(StandardCharsets.US_ASCII)).toString())
                .doesNotContain("secret");
    }
}
