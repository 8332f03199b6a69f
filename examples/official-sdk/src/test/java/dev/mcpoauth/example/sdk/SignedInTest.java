package dev.mcpoauth.example.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.NoUserAgent;
import dev.mcpoauth.client.login.UserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.example.sdk.client.SignedInClients;
import dev.mcpoauth.example.sdk.server.NoteServer;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The official Java SDK, server behind the bearer filter and client through the decorator")
@Timeout(60)
class SignedInTest {

    private static final Duration BEYOND_THE_TOKEN = Duration.ofHours(2);

    /** Each transport of the SDK. */
    enum Transport {
        STREAMABLE {
            @Override
            McpSyncClient connect(URI mcp, ResourceSession session) {
                return SignedInClients.streamable(mcp, session);
            }
        },
        STATELESS {
            @Override
            McpSyncClient connect(URI mcp, ResourceSession session) {
                return SignedInClients.streamable(URI.create(mcp + "/stateless"), session);
            }
        },
        SSE {
            @Override
            McpSyncClient connect(URI mcp, ResourceSession session) {
                return SignedInClients.sse(URI.create(mcp + "/sse"), session);
            }
        };

        abstract McpSyncClient connect(URI mcp, ResourceSession session);
    }

    private final SettableClock serverTime = new SettableClock();
    private final Person alice = new Person();
    private final MemoryCredentialStore credentials = new MemoryCredentialStore();
    private final AtomicInteger refreshes = new AtomicInteger();
    private NoteServer server;

    @BeforeEach
    void start() throws Exception {
        server = NoteServer.start(0, serverTime);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void signsInListsAndCallsTools(Transport transport) throws Exception {
        try (McpSyncClient client = signedIn(transport)) {
            assertThat(client.listTools().tools())
                    .extracting(tool -> tool.name())
                    .containsExactlyInAnyOrder("whoami", "read_note", "write_note");
            assertThat(call(client, "whoami", Map.of())).isEqualTo("alice notes:read");
        }
        assertThat(alice.scopesAsked()).containsExactly("notes:read");
    }

    @ParameterizedTest
    @EnumSource
    void stepsUpWhenAToolNeedsMoreThanTheTokenPermits(Transport transport) throws Exception {
        try (McpSyncClient client = signedIn(transport)) {
            assertThat(call(client, "write_note", Map.of("text", "buy milk"))).isEqualTo("written");
            assertThat(call(client, "read_note", Map.of())).isEqualTo("buy milk");
            assertThat(call(client, "whoami", Map.of())).isEqualTo("alice notes:read notes:write");
        }
        assertThat(alice.scopesAsked()).containsExactly("notes:read", "notes:read notes:write");
    }

    @ParameterizedTest
    @EnumSource
    void refreshesAnExpiredTokenOnceForEightCallsAtOnce(Transport transport) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (McpSyncClient client = signedIn(transport)) {
            serverTime.advance(BEYOND_THE_TOKEN);
            Callable<String> whoAmI = () -> call(client, "whoami", Map.of());
            List<Future<String>> calls = callers.invokeAll(Collections.nCopies(8, whoAmI));
            for (Future<String> call : calls) {
                assertThat(call.get()).isEqualTo("alice notes:read");
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(refreshes).hasValue(1);
        assertThat(alice.scopesAsked()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyWhenTheGrantWasRevokedAndNobodyIsThereToSignIn(Transport transport) throws Exception {
        session(LoopbackUserAgent.of(alice, LoginPrompt.NONE)).signIn();
        ResourceSession unattended = session(new NoUserAgent(new RedirectUri("http://127.0.0.1:1/callback")));
        try (McpSyncClient client = transport.connect(server.url(), unattended)) {
            client.initialize();
            assertThat(call(client, "whoami", Map.of())).isEqualTo("alice notes:read");
            assertThat(session(new NoUserAgent(new RedirectUri("http://127.0.0.1:1/callback")))
                            .signOut())
                    .isTrue();
            assertThatThrownBy(() -> call(client, "whoami", Map.of()))
                    .hasRootCauseInstanceOf(AuthException.LoginRequired.class)
                    .hasStackTraceContaining("a sign-in is needed and this program does not start one");
        }
    }

    @Test
    void handsNothingToTheSdkWithoutAToken() throws Exception {
        for (String path : List.of("", "/stateless", "/sse", "/messages?sessionId=1")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("resource_metadata=")
                    .contains("scope=\"notes:read\"");
        }
    }

    /** Before it connects, as the SDK gives the handshake less time than a person may need. */
    private McpSyncClient signedIn(Transport transport) throws Exception {
        ResourceSession session = session(LoopbackUserAgent.of(alice, LoginPrompt.NONE));
        session.signIn();
        McpSyncClient client = transport.connect(server.url(), session);
        client.initialize();
        return client;
    }

    private ResourceSession session(UserAgent userAgent) {
        HttpExchange network = new JdkHttpExchange();
        return OAuthClient.forUsers(
                        userAgent, RegistrationSettings.builder("the SDK").build())
                .store(credentials)
                .http(call -> {
                    if (call.body().contains("grant_type=refresh_token")) refreshes.incrementAndGet();
                    return network.send(call);
                })
                .build()
                .session(server.url());
    }

    private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolRequest request =
                CallToolRequest.builder(tool).arguments(arguments).build();
        return ((TextContent) client.callTool(request).content().get(0)).text();
    }
}
