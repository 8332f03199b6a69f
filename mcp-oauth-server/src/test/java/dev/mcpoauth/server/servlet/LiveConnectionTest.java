package dev.mcpoauth.server.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.server.http.LiveBody;
import dev.mcpoauth.server.http.WebResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reader of a live body, on a real container")
class LiveConnectionTest {
    private final Server jetty = new Server();
    private final CompletableFuture<LiveBody.Reader> begun = new CompletableFuture<>();
    private final AtomicInteger gone = new AtomicInteger();
    private int port;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        WebResponse response = WebResponse.events(reader -> {
            begun.complete(reader);
            return gone::incrementAndGet;
        });
        ServletHolder async = new ServletHolder(new Live(response));
        async.setAsyncSupported(true);
        ServletHolder blocking = new ServletHolder(new Live(response));
        blocking.setAsyncSupported(false);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(async, "/live");
        context.addServlet(blocking, "/blocking");
        jetty.setHandler(context);
        jetty.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private static final class Live extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient WebResponse response;

        Live(WebResponse response) {
            this.response = response;
        }

        @Override
        protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
            AuthorizationServerServlet.follow(response, response.live().orElseThrow(), in, out);
        }
    }

    private HttpResponse<InputStream> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }

    private LiveBody.Reader reader() throws Exception {
        return begun.get(20, TimeUnit.SECONDS);
    }

    @Test
    void readsWhatIsToldWhenItIsTold() throws Exception {
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> begun.join().offer("data:1\n\n"));
        HttpResponse<InputStream> response = get("/live");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("data:1");
        first.get(20, TimeUnit.SECONDS);
        assertThat(lines.readLine()).isEmpty();

        await().until(() -> reader().offer("data:ü\n\n"));
        assertThat(lines.readLine()).isEqualTo("data:ü");
        assertThat(lines.readLine()).isEmpty();
        reader().end();
        reader().end();

        assertThat(lines.readLine()).isNull();
        await().until(() -> gone.get() > 0);
    }

    @Test
    void noThreadWaitsForWhoDoesNotRead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("GET /live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String megabyte = "x".repeat(1 << 20);

            await().until(() -> !reader().offer(megabyte) && !reader().offer(megabyte));

            reader().end();
            await().until(() -> gone.get() > 0);
        }
    }

    @Test
    void noticesThatSomebodyLeft() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("GET /live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            reader();
        }

        await().until(() -> {
            reader().offer(":\n\n");
            return gone.get() > 0;
        });
    }

    @Test
    @DisplayName("Where nothing can go on, 204 tells a browser not to come again (WHATWG HTML §9.2.3)")
    void saysThatNothingGoesOnWithoutAsync() throws Exception {
        assertThat(get("/blocking").statusCode()).isEqualTo(204);
        assertThat(begun).isNotDone();
    }
}
