package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.grant.ClientCredentialsGrant;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.diagnostics.ReasonCatalog;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hostile or broken server, one row for each reason: the reason is heard, and nothing was sent that should not be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryClientReasonTest {
    private static final String PRM = "/.well-known/oauth-protected-resource/mcp";

    private final Map<Reason, Play> plays = plays();

    /** Leads a client into one refusal. */
    @FunctionalInterface
    interface Play {
        void play(Scene scene) throws Exception;
    }

    /** A fresh server, browser, clock and listener. */
    static final class Scene {
        final ScriptedServer server = new ScriptedServer();
        final ClickingBrowser browser = new ClickingBrowser();
        final MutableClock clock = new MutableClock();
        final List<Reason> heard = new CopyOnWriteArrayList<>();
        RegistrationSettings registration =
                RegistrationSettings.builder("test client").build();

        OAuthClient.Builder users(Browser with) {
            return tuned(OAuthClient.forUsers(LoopbackUserAgent.of(with, LoginPrompt.NONE), registration));
        }

        OAuthClient.Builder tuned(OAuthClient.Builder client) {
            return client.clock(clock)
                    .loginPatience(Duration.ofSeconds(3))
                    .diagnostics(DiagnosticListener.of(
                            List.<DiagnosticListener>of(new Slf4jDiagnostics(), event -> heard.add(event.reason()))));
        }

        void signIn() throws Exception {
            refusal(users(browser).build().session(server.mcp()), server.unauthorized());
        }

        /** One refused request, and what the session does about it. */
        void refusal(ResourceSession session, Answer answer) throws Exception {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
            Map<String, String> sent = session.headers("POST", server.mcp());
            session.refused(new Refusal("POST", server.mcp(), "tools/call x", answer.status(), headers, sent));
        }
    }

    static Map<Reason, Play> plays() {
        Map<Reason, Play> all = new LinkedHashMap<>();
        all.put(
                ClientReasons.URL_NOT_SECURE,
                s -> s.refusal(
                        s.users(s.browser).build().session(s.server.mcp()), hint("http://mcp.example.com/metadata")));
        all.put(
                ClientReasons.URL_PRIVATE_ADDRESS,
                s -> s.users(s.browser)
                        .http(call -> new HttpReply(
                                200,
                                Map.of(),
                                JsonObject.builder()
                                        .put("resource", "https://192.0.2.1/mcp")
                                        .put("authorization_servers", List.of("https://10.0.0.1"))
                                        .build()
                                        .toBytes()))
                        .build()
                        .session(URI.create("https://192.0.2.1/mcp"))
                        .signIn());
        all.put(ClientReasons.RESOURCE_METADATA_UNUSABLE, s -> {
            s.server.resourceMetadata(json -> json.put("authorization_servers", List.of()));
            s.signIn();
        });
        all.put(ClientReasons.RESOURCE_MISMATCH, s -> {
            s.server.resourceMetadata(json -> json.put("resource", "https://evil.example.com/mcp"));
            s.signIn();
        });
        all.put(ClientReasons.METADATA_ISSUER_MISMATCH, s -> {
            s.server.metadata(json -> json.put("issuer", "https://attacker.example.com"));
            s.signIn();
        });
        all.put(ClientReasons.NO_AUTHORIZATION_SERVER, s -> {
            s.server.without("/.well-known/oauth-authorization-server");
            s.signIn();
        });
        all.put(ClientReasons.ENDPOINT_MISSING, s -> {
            s.server.metadata(json -> json.remove("token_endpoint"));
            s.signIn();
        });
        all.put(ClientReasons.LEGACY_ENDPOINTS, s -> {
            s.server.without(PRM).without("/.well-known/oauth-authorization-server");
            s.signIn();
        });
        all.put(ClientReasons.PKCE_NOT_ADVERTISED, s -> {
            s.server.metadata(json -> json.remove("code_challenge_methods_supported"));
            s.signIn();
        });
        all.put(ClientReasons.PKCE_ASSUMED, s -> {
            s.server.metadata(json -> json.remove("code_challenge_methods_supported"));
            s.refusal(
                    s.users(s.browser).dangerouslyAssumePkce().build().session(s.server.mcp()),
                    s.server.unauthorized());
        });
        all.put(ClientReasons.REGISTRATION_NOT_POSSIBLE, s -> {
            s.server.metadata(json -> json.remove("registration_endpoint"));
            s.signIn();
        });
        all.put(ClientReasons.REGISTRATION_REFUSED, s -> {
            s.server.on("/register", r -> ScriptedServer.error("invalid_client_metadata"));
            s.signIn();
        });
        all.put(ClientReasons.REGISTRATION_INVALID, s -> {
            s.server.on("/register", r -> Answer.json(201, JsonObject.EMPTY));
            s.signIn();
        });
        all.put(ClientReasons.REGISTRATION_OTHER_ISSUER, s -> {
            s.registration = RegistrationSettings.builder("test client")
                    .preRegistered(
                            ClientCredentials.of(new Issuer("https://other.example.com"), "me", new PublicClient()))
                    .withoutDynamicRegistration()
                    .build();
            s.signIn();
        });
        all.put(ClientReasons.REGISTRATION_FORGOTTEN, s -> {
            s.server.on("/token", r -> ScriptedServer.error("invalid_client"));
            s.signIn();
        });
        all.put(ClientReasons.AUTHENTICATION_UNSUPPORTED, s -> {
            s.server.metadata(json -> json.put("token_endpoint_auth_methods_supported", List.of("tls_client_auth")));
            s.signIn();
        });
        List.of(
                        ClientReasons.DISCOVERED,
                        ClientReasons.REGISTERED,
                        ClientReasons.LOGIN_BEGUN,
                        ClientReasons.LOGIN_ANSWERED,
                        ClientReasons.TOKEN_OBTAINED)
                .forEach(reason -> all.put(reason, Scene::signIn));
        all.put(ClientReasons.PORT_BUSY, EveryClientReasonTest::busyPort);
        all.put(
                ClientReasons.LOGIN_REQUIRED,
                s -> s.refusal(s.users(Browser.NONE).build().session(s.server.mcp()), s.server.unauthorized()));
        all.put(ClientReasons.LOGIN_DENIED, s -> {
            s.server.callback(response -> response.add("error", "access_denied"));
            s.signIn();
        });
        all.put(ClientReasons.LOGIN_REFUSED, s -> {
            s.server.callback(response -> response.add("error", "server_error"));
            s.signIn();
        });
        all.put(
                ClientReasons.LOGIN_TIMEOUT,
                s -> s.refusal(
                        s.users(url -> true)
                                .loginPatience(Duration.ofMillis(50))
                                .build()
                                .session(s.server.mcp()),
                        s.server.unauthorized()));
        all.put(
                ClientReasons.CALLBACK_FORGED,
                s -> s.refusal(
                        s.users(url -> forgeryFirst(s, url)).build().session(s.server.mcp()), s.server.unauthorized()));
        all.put(ClientReasons.CALLBACK_INVALID, s -> {
            s.server.on("/authorize", r -> redirect(r, "iss=" + s.server.origin()));
            s.signIn();
        });
        all.put(ClientReasons.ISSUER_MISSING, s -> {
            s.server.on("/authorize", r -> redirect(r, "code=x"));
            s.signIn();
        });
        all.put(ClientReasons.ISSUER_MISMATCH, s -> {
            s.server.on("/authorize", r -> redirect(r, "code=x&iss=" + s.server.origin() + "/"));
            s.signIn();
        });
        all.put(ClientReasons.PAR_NOT_TAKEN, s -> {
            s.server.metadata(json -> json.put("pushed_authorization_request_endpoint", s.server.origin() + "/par"));
            s.server.on("/par", r -> ScriptedServer.error("invalid_request"));
            s.signIn();
        });
        all.put(ClientReasons.TOKEN_REFUSED, s -> {
            s.server.on("/token", r -> ScriptedServer.error("invalid_request"));
            s.signIn();
        });
        all.put(ClientReasons.TOKEN_RESPONSE_INVALID, s -> {
            s.server.tokens(json -> json.put("access_token", "a\r\nb"));
            s.signIn();
        });
        all.put(ClientReasons.TOKEN_REJECTED, s -> {
            ResourceSession session = s.users(s.browser).build().session(s.server.mcp());
            s.refusal(session, s.server.unauthorized());
            s.refusal(session, s.server.unauthorized());
            s.refusal(session, s.server.unauthorized());
        });
        all.put(ClientReasons.REFRESHED, s -> {
            ResourceSession session = s.users(s.browser).build().session(s.server.mcp());
            s.refusal(session, s.server.unauthorized());
            s.server.expireAccessTokens();
            s.refusal(session, s.server.unauthorized());
        });
        all.put(ClientReasons.REFRESH_REJECTED, s -> {
            ResourceSession session = s.users(s.browser).build().session(s.server.mcp());
            s.refusal(session, s.server.unauthorized());
            s.server.revokeEverything();
            s.refusal(session, s.server.unauthorized());
        });
        all.put(ClientReasons.DPOP_UNSUPPORTED, s -> {
            s.server.resourceMetadata(json -> json.put("dpop_bound_access_tokens_required", true));
            s.signIn();
        });
        all.put(ClientReasons.SCOPE_NOT_GRANTED, s -> {
            s.server.tokens(json -> json.put("scope", "read"));
            stepUpTwice(s, s.users(s.browser));
        });
        all.put(ClientReasons.SCOPE_STEP_UP_LIMIT, s -> stepUpTwice(s, s.users(s.browser)));
        all.put(
                ClientReasons.SCOPE_FIXED,
                s -> stepUpTwice(
                        s,
                        s.tuned(OAuthClient.forGrant(new ClientCredentialsGrant(
                                ClientCredentials.of(new Issuer(s.server.origin()), "me", new PublicClient()))))));
        return all;
    }

    private static void stepUpTwice(Scene s, OAuthClient.Builder client) throws Exception {
        ResourceSession session = client.build().session(s.server.mcp());
        session.signIn();
        Answer insufficient =
                new Answer(403, Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"write\""), "");
        s.refusal(session, insufficient);
        s.refusal(session, insufficient);
    }

    private static void busyPort(Scene s) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            s.registration = RegistrationSettings.builder("test client")
                    .preRegistered(
                            ClientCredentials.of(new Issuer(s.server.origin()), "me", new PublicClient()),
                            new RedirectUri("http://127.0.0.1:" + taken.getLocalPort() + "/callback"))
                    .build();
            s.signIn();
        }
    }

    private static Answer hint(String url) {
        return new Answer(401, Map.of("WWW-Authenticate", "Bearer resource_metadata=\"" + url + "\""), "");
    }

    private static Answer redirect(ScriptedServer.Received request, String query) {
        String state = request.query().value("state").orElseThrow();
        String to = request.query().value("redirect_uri").orElseThrow() + "?" + query + "&state=" + state;
        return new Answer(302, Map.of("Location", to), "");
    }

    /** Hits the redirect URI with guesses, as any web page can, before the user's answer comes. */
    private static boolean forgeryFirst(Scene s, URI url) {
        String redirect =
                Parameters.parse(url.getRawQuery()).value("redirect_uri").orElseThrow();
        for (String guess : List.of("?error=access_denied", "?code=x&state=guess", "?code=x", "", "?state=a&state=b")) {
            assertThat(status(redirect + guess)).isEqualTo(400);
        }
        assertThat(status(redirect.replace("/callback", "/favicon.ico"))).isEqualTo(404);
        return s.browser.open(url);
    }

    private static int status(String url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Set<Reason> rows() {
        return plays.keySet();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isProvoked(Reason reason) throws Exception {
        Scene scene = new Scene();
        try (ScriptedServer server = scene.server) {
            try {
                plays.get(reason).play(scene);
            } catch (IOException expected) {
                assertThat(expected).isNotInstanceOf(ConnectException.class);
            }
            assertThat(scene.heard).contains(reason);
            assertThat(server.received("/mcp")).isEmpty();
        }
    }

    @Test
    void coversTheCatalog() {
        Set<Reason> ofTheClient = new HashSet<>(ReasonCatalog.of(ClientReasons.class));
        ofTheClient.removeIf(reason -> reason.id().startsWith("client.bridge.")); // EveryBridgeReasonTest has those.
        assertThat(ofTheClient).isEqualTo(rows());
    }
}
