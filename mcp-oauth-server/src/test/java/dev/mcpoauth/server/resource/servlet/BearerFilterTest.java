package dev.mcpoauth.server.resource.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.MovedClock;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.Verification;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BearerFilterTest {
    private static final AuthenticatedCaller ALICE =
            new AuthenticatedCaller(new Issuer("https://as.example"), "alice", "c1", Scope.of("db:read"), Instant.MAX);
    private static final TestProof.Key KEY = TestProof.Key.generate();
    private static final ProofNonces NONCES = ProofNonces.of(new byte[32]);
    private static final MovedClock CLOCK = new MovedClock();
    private static final Server SERVER = new Server();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        ServerConnector connector = new ServerConnector(SERVER);
        connector.setHost("127.0.0.1");
        SERVER.addConnector(connector);
        ProtectedResource resource = ProtectedResource.builder(
                        new ResourceIndicator("https://mcp.example/mcp"),
                        (token, asked) -> switch (token) {
                            case "good" -> new Verification.Active(ALICE);
                            case "bound" ->
                                new Verification.Bound(
                                        ALICE,
                                        JwkThumbprint.parse(KEY.thumbprint()).orElseThrow());
                            default -> new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN);
                        },
                        URI.create("https://mcp.example/.well-known/oauth-protected-resource/mcp"))
                .clock(CLOCK)
                .dpop(ProofVerifier.of(new InMemoryOAuthStore().replay()).withNonces(NONCES), DpopUse.ACCEPTED)
                .build();
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(new BearerFilter(resource)), "/mcp/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(WhoAmI.class, "/mcp/*");
        SERVER.setHandler(context);
        SERVER.start();
        port = connector.getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        SERVER.stop();
    }

    @Test
    void theServletBehindSeesTheCaller() throws Exception {
        HttpResponse<String> answer = send(request("").header("Authorization", "Bearer good"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alice alice Bearer " + ALICE.key() + " body");
    }

    @Test
    void theServletBehindIsNotReachedWithoutAToken() throws Exception {
        HttpResponse<String> answer = send(request("").header("Origin", "https://inspector.example"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value)
                        .startsWith("Bearer ")
                        .contains(
                                "resource_metadata=\"https://mcp.example/.well-known/oauth-protected-resource/mcp\""));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(value -> assertThat(value).contains("WWW-Authenticate"));
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void aTokenInTheQueryIsRefused() throws Exception {
        for (String query : new String[] {"?access_token=good", "?a=b&access_token=good"}) {
            assertThat(send(request(query)).statusCode()).isEqualTo(400);
        }
        assertThat(send(request("?not_access_token=x").header("Authorization", "Bearer good"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("RFC 9112 §9.6: who is refused before the body came is told that the connection ends")
    void aRefusalThatEndsTheConnectionSaysSo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("\r\nConnection: close\r\n");
        }
    }

    @Test
    void aCallerCannotNameItselfByAttributeOrHeader() throws Exception {
        HttpResponse<String> answer = send(request("")
                .header("Authorization", "Bearer good")
                .header(BearerFilter.CALLER_KEY, "mallory")
                .header("Remote-User", "mallory"));
        assertThat(answer.body()).doesNotContain("mallory");
    }

    @Test
    @DisplayName("RFC 9449 §7.1, §9: a proof for the public URL, whatever address the container has")
    void aBoundTokenComesInWithAProofForThePublicUrl() throws Exception {
        HttpResponse<String> asked = send(bound(proof("https://mcp.example/mcp")));
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=\"use_dpop_nonce\"");
        assertThat(asked.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("DPoP-Nonce");
        String nonce = asked.headers().firstValue("DPoP-Nonce").orElseThrow();

        HttpResponse<String> answer =
                send(bound(proof("https://mcp.example/mcp").claim("nonce", nonce)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alice alice DPoP " + ALICE.key() + " body");
        assertThat(answer.headers().firstValue("DPoP-Nonce")).isEmpty();

        CLOCK.advance(Duration.ofMinutes(5));
        HttpResponse<String> rotated =
                send(bound(proof("https://mcp.example/mcp").claim("nonce", nonce)));
        assertThat(rotated.statusCode()).isEqualTo(200);
        assertThat(rotated.headers().firstValue("DPoP-Nonce")).hasValue(NONCES.current(CLOCK.instant()));
    }

    @Test
    @DisplayName("the Host header has no say: neither what the client sent nor where the container listens")
    void aProofForTheHostHeaderIsRefused() throws Exception {
        String nonce = NONCES.current(CLOCK.instant());
        for (String url : new String[] {
            "http://127.0.0.1:" + port + "/mcp", "https://127.0.0.1:" + port + "/mcp", "https://mcp.example/mcp/other"
        }) {
            assertThat(send(bound(proof(url).claim("nonce", nonce))).body()).contains("invalid_dpop_proof");
        }
    }

    private static TestProof proof(String url) {
        return KEY.proof("POST", url, CLOCK.instant()).forToken("bound");
    }

    private static HttpRequest.Builder bound(TestProof proof) {
        return request("").header("Authorization", "DPoP bound").header("DPoP", proof.sign());
    }

    @Test
    void preflightReachesTheServletBehind() throws Exception {
        HttpResponse<String> answer = send(request("").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp" + query))
                .POST(BodyPublishers.ofString("body"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** Answers with what the filter told it. */
    public static final class WhoAmI extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
            String body = new String(in.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            out.getWriter()
                    .print(in.getUserPrincipal().getName() + " " + in.getRemoteUser() + " " + in.getAuthType() + " "
                            + in.getAttribute("dev.mcpoauth.caller-key") + " " + body);
        }

        @Override
        protected void doOptions(HttpServletRequest in, HttpServletResponse out) {
            out.setStatus(204);
        }
    }
}
