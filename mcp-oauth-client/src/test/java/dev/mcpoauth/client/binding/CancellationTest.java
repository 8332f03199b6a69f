package dev.mcpoauth.client.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancellationTest {

    @Test
    void endsTheExchangeWithTheServer() throws Exception {
        CompletableFuture<Void> streaming = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/mcp", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (byte[] block = new byte[8192]; !closed.isDone(); ) {
                    exchange.getResponseBody().write(block);
                    streaming.complete(null);
                }
            } catch (IOException e) {
                closed.complete(true);
            }
        });
        server.start();
        try {
            URI mcp = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
            OAuthClient client = OAuthClient.forUsers(
                            LoopbackUserAgent.of(Browser.NONE, LoginPrompt.NONE),
                            RegistrationSettings.builder("test client").build())
                    .build();
            CompletableFuture<HttpResponse<Void>> pending = new OAuthHttpClient(
                            HttpClient.newHttpClient(), client.session(mcp))
                    .sendAsync(HttpRequest.newBuilder(mcp).build(), BodyHandlers.discarding());
            streaming.get(10, TimeUnit.SECONDS);
            pending.cancel(true);
            assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            closed.complete(false);
            server.stop(0);
        }
    }
}
