package dev.mcpoauth.server;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An authorization server without a container, with a clock that a test moves and a record of every decision. */
final class TestServer {
    static final String ISSUER = "https://as.example";
    static final String RESOURCE = "https://as.example/mcp";
    static final String REDIRECT = "https://client.example/callback";
    static final CodeVerifier VERIFIER = CodeVerifier.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    static final String FORM = "application/x-www-form-urlencoded";

    final OAuthStore store;
    final List<DiagnosticEvent> events = new CopyOnWriteArrayList<>();
    final PublishedDocuments published = new PublishedDocuments();
    final AuthorizationServer server;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    TestServer() {
        this(settings -> settings);
    }

    TestServer(UnaryOperator<SettingsBuilder> with) {
        this(with, new InMemoryOAuthStore(), TestServer::alice);
    }

    TestServer(UnaryOperator<SettingsBuilder> with, OAuthStore store, Accounts accounts) {
        this(with, store, accounts, builder -> builder);
    }

    TestServer(
            UnaryOperator<SettingsBuilder> with,
            OAuthStore store,
            Accounts accounts,
            UnaryOperator<AuthorizationServer.Builder> more) {
        this.store = store;
        AuthorizationServer.Builder builder = AuthorizationServer.builder(
                        with.apply(settings()).build(), store, accounts)
                .clock(new MovedClock())
                .diagnostics(events::add)
                .documents(published);
        this.server = more.apply(builder).build();
    }

    /** Around a server that was put together otherwise. */
    TestServer(AuthorizationServer server) {
        this.store = server.store();
        this.server = server;
    }

    static SettingsBuilder settings() {
        return AuthorizationServerSettings.builder()
                .issuer(ISSUER)
                .resource(ResourceSettings.of(RESOURCE, Scope.of("db:read", "db:write"))
                        .withDefaultScopes(Scope.of("db:read"))
                        .withName("Bookshop"))
                .client(ClientSettings.publicClient("app", REDIRECT).withName("Test App"));
    }

    static Optional<Subject> alice(String name, String password) {
        return name.equals("alice") && password.equals("wonderland")
                ? Optional.of(new Subject("alice-id", "Alice"))
                : Optional.empty();
    }

    private final class MovedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    Clock clock() {
        return new MovedClock();
    }

    Instant now() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    Browser browser() {
        return new Browser(this);
    }

    /** The ids of all decisions so far, in order. */
    List<String> reasons() {
        return events.stream().map(event -> event.reason().id()).toList();
    }

    String lastReason() {
        return reasons().get(events.size() - 1);
    }

    WebResponse get(String path) {
        int query = path.indexOf('?');
        return server.handle(WebRequest.of(
                "GET",
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                Map.of()));
    }

    WebResponse post(String path, Map<String, String> headers, String type, String body) {
        Map<String, List<String>> lines = new HashMap<>();
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        if (!type.isEmpty()) {
            lines.put("Content-Type", List.of(type));
        }
        return server.handle(WebRequest.of("POST", path, "", lines).withBody(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Any method, with a JSON body if there is one. */
    WebResponse send(String method, String url, Map<String, String> headers, String json) {
        Map<String, List<String>> lines = new HashMap<>();
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        if (!json.isEmpty()) {
            lines.put("Content-Type", List.of("application/json"));
        }
        int query = url.indexOf('?');
        return server.handle(WebRequest.of(
                        method,
                        query < 0 ? url : url.substring(0, query),
                        query < 0 ? "" : url.substring(query + 1),
                        lines)
                .withBody(json.getBytes(StandardCharsets.UTF_8)));
    }

    WebResponse form(String path, String... namesAndValues) {
        return post(path, Map.of(), FORM, encode(namesAndValues));
    }

    WebResponse register(String json) {
        return post("/register", Map.of(), "application/json", json);
    }

    static String encode(String... namesAndValues) {
        Parameters.Builder form = Parameters.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form.build().encode();
    }

    /** The parameters of a good authorization request, changed: an empty value takes a parameter away. */
    static String authorize(String... changes) {
        Map<String, String> query = new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "app",
                "redirect_uri", REDIRECT,
                "state", "s t/a+te",
                "code_challenge", VERIFIER.challenge().base64Url(),
                "code_challenge_method", "S256",
                "resource", RESOURCE));
        for (int i = 0; i < changes.length; i += 2) {
            query.put(changes[i], changes[i + 1]);
        }
        List<String> flat = new ArrayList<>();
        query.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return "/authorize?" + encode(flat.toArray(String[]::new));
    }

    /** A code for a good request of a client, through login and consent. */
    String code(String... changes) {
        return parameters(browser().signInAndApprove(authorize(changes)))
                .value("code")
                .orElseThrow();
    }

    WebResponse redeem(String code, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER.reveal(),
                "code",
                code));
        for (int i = 0; i < more.length; i += 2) {
            int at = form.indexOf(more[i]);
            if (at >= 0 && at % 2 == 0) {
                form.set(at + 1, more[i + 1]);
            } else {
                form.addAll(List.of(more[i], more[i + 1]));
            }
        }
        return form("/token", form.toArray(String[]::new));
    }

    JsonObject tokens() {
        return json(redeem(code()));
    }

    WebResponse refresh(String refreshToken, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type", "refresh_token",
                "client_id", "app",
                "refresh_token", refreshToken));
        form.addAll(List.of(more));
        return form("/token", form.toArray(String[]::new));
    }

    static JsonObject json(WebResponse response) {
        return JsonObject.parse(response.body());
    }

    static String error(WebResponse response) {
        return json(response).string("error").orElseThrow();
    }

    /** The parameters that a redirect carries. */
    static Parameters parameters(WebResponse redirect) {
        return Parameters.parse(
                URI.create(redirect.header("Location").orElseThrow()).getRawQuery());
    }
}
