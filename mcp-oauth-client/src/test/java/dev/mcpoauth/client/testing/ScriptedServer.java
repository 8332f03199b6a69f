package dev.mcpoauth.client.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A protected MCP server at {@code /mcp} with its authorization server on one port of 127.0.0.1. Behaves well until a test
 * replaces the answer of a path.
 */
public class ScriptedServer implements AutoCloseable {
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "dpop", "cookie");
    private static final Set<String> SECRET_PARAMETERS = Set.of(
            "assertion",
            "client_assertion",
            "client_secret",
            "code",
            "code_verifier",
            "device_code",
            "nonce",
            "refresh_token",
            "state",
            "subject_token",
            "token");

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Answerer> answers = new ConcurrentHashMap<>();
    private final Map<String, Flood> floods = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Parameters> codes = new ConcurrentHashMap<>();
    private final Map<String, Parameters> pushed = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final Set<String> goodTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private final AtomicInteger counter = new AtomicInteger();
    private volatile UnaryOperator<JsonObject.Builder> metadata = UnaryOperator.identity();
    private volatile UnaryOperator<JsonObject.Builder> resourceMetadata = UnaryOperator.identity();
    private volatile UnaryOperator<Parameters.Builder> callback = UnaryOperator.identity();
    private volatile UnaryOperator<JsonObject.Builder> tokens = UnaryOperator.identity();
    private volatile String challenge = "";

    /** A request as it came. */
    public record Received(String method, String path, Parameters query, String body, Map<String, String> headers) {
        public Parameters form() {
            return Parameters.parse(body);
        }
    }

    /** An answer. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public static Answer json(int status, JsonObject body) {
            return new Answer(status, Map.of("Content-Type", "application/json"), body.toJson());
        }

        public static Answer empty(int status) {
            return new Answer(status, Map.of(), "");
        }
    }

    /** Writes a body that may be longer than anybody wants to read, or slower. Returns when nobody reads any more. */
    @FunctionalInterface
    public interface Flood {
        void write(OutputStream body) throws IOException, InterruptedException;
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Answerer {
        Answer answer(Received request);
    }

    public ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        behave();
        server.start();
    }

    /** Takes back what a test has changed; what was issued stays good. */
    public final void behave() {
        floods.clear();
        answers.clear();
        metadata = UnaryOperator.identity();
        resourceMetadata = UnaryOperator.identity();
        callback = UnaryOperator.identity();
        tokens = UnaryOperator.identity();
        challenge = "";
        answers.put("/mcp", this::mcp);
        answers.put("/.well-known/oauth-protected-resource/mcp", r -> Answer.json(200, resourceDocument()));
        answers.put("/.well-known/oauth-authorization-server", r -> Answer.json(200, serverDocument()));
        answers.put("/register", this::register);
        answers.put("/authorize", this::authorize);
        answers.put("/par", this::push);
        answers.put("/token", this::token);
        answers.put("/revoke", this::revoke);
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public URI mcp() {
        return URI.create(origin() + "/mcp");
    }

    public ScriptedServer metadata(UnaryOperator<JsonObject.Builder> change) {
        metadata = change;
        return this;
    }

    public ScriptedServer resourceMetadata(UnaryOperator<JsonObject.Builder> change) {
        resourceMetadata = change;
        return this;
    }

    /** Changes the authorization response. */
    public ScriptedServer callback(UnaryOperator<Parameters.Builder> change) {
        callback = change;
        return this;
    }

    /** Changes the token response. */
    public ScriptedServer tokens(UnaryOperator<JsonObject.Builder> change) {
        tokens = change;
        return this;
    }

    /** More parameters for the 401, such as {@code , scope="a"}. */
    public ScriptedServer challenge(String more) {
        challenge = more;
        return this;
    }

    public ScriptedServer on(String path, Answerer answer) {
        answers.put(path, answer);
        return this;
    }

    /** What answers at this path now. */
    public Answerer answerer(String path) {
        return answers.getOrDefault(path, request -> Answer.empty(404));
    }

    /** Answers 200 with JSON that is written bit by bit. */
    public ScriptedServer flood(String path, Flood flood) {
        floods.put(path, flood);
        return this;
    }

    /** Lets time pass, less if the server is closed meanwhile. */
    public boolean goesOnAfter(Duration time) throws InterruptedException {
        return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    public ScriptedServer without(String path) {
        answers.remove(path);
        return this;
    }

    /** Answers at another path what was answered at this one. */
    public ScriptedServer move(String from, String to) {
        answers.put(to, answers.remove(from));
        return this;
    }

    public List<Received> received(String path) {
        return received.stream().filter(r -> r.path().equals(path)).toList();
    }

    public List<Received> tokenRequests(String grantType) {
        return received("/token").stream()
                .filter(r -> r.form().value("grant_type").equals(Optional.of(grantType)))
                .toList();
    }

    /** Every code, token, verifier, assertion, proof, credential and query that this server has seen or issued. */
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>(issued);
        for (Received request : received) {
            SECRET_HEADERS.forEach(name -> Optional.ofNullable(request.headers().get(name))
                    .map(value -> value.substring(value.indexOf(' ') + 1))
                    .ifPresent(secrets::add));
            if (!request.query().encode().isEmpty()) {
                secrets.add(request.query().encode());
            }
            Stream.of(request.query(), form(request))
                    .forEach(sent ->
                            SECRET_PARAMETERS.forEach(name -> sent.value(name).ifPresent(secrets::add)));
        }
        return secrets;
    }

    private static Parameters form(Received request) {
        return request.method().equals("POST") && !request.body().startsWith("{")
                ? request.form()
                : Parameters.builder().build();
    }

    /** Makes every access token that was issued so far worthless; refresh tokens stay. */
    public void expireAccessTokens() {
        goodTokens.clear();
    }

    public void revokeEverything() {
        goodTokens.clear();
        refreshTokens.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Received request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Parameters.parse(query == null ? "" : query),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    headers);
            received.add(request);
            if (floods.containsKey(request.path())) {
                flood(exchange, floods.get(request.path()));
                return;
            }
            Answer answer =
                    answers.getOrDefault(request.path(), r -> Answer.empty(404)).answer(request);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void flood(HttpExchange exchange, Flood flood) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try {
            flood.write(exchange.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that was asked for, in order. */
    public List<String> pathsAsked() {
        return received.stream().map(Received::path).toList();
    }

    /** The 401 of the resource. */
    public Answer unauthorized() {
        return new Answer(
                401,
                Map.of(
                        "WWW-Authenticate",
                        "Bearer resource_metadata=\"" + origin() + "/.well-known/oauth-protected-resource/mcp\""
                                + challenge),
                "who are you?");
    }

    public boolean isGood(Received request) {
        String authorization = request.headers().getOrDefault("authorization", "");
        return goodTokens.contains(authorization.substring(authorization.indexOf(' ') + 1));
    }

    private Answer mcp(Received request) {
        return isGood(request) ? new Answer(200, Map.of(), "hello") : unauthorized();
    }

    private JsonObject resourceDocument() {
        return resourceMetadata
                .apply(JsonObject.builder()
                        .put("resource", mcp().toString())
                        .put("authorization_servers", List.of(origin())))
                .build();
    }

    private JsonObject serverDocument() {
        return metadata.apply(JsonObject.builder()
                        .put("issuer", origin())
                        .put("authorization_endpoint", origin() + "/authorize")
                        .put("token_endpoint", origin() + "/token")
                        .put("registration_endpoint", origin() + "/register")
                        .put("revocation_endpoint", origin() + "/revoke")
                        .put("response_types_supported", List.of("code"))
                        .put("token_endpoint_auth_methods_supported", List.of("none"))
                        .put("authorization_response_iss_parameter_supported", true)
                        .put("code_challenge_methods_supported", List.of("S256")))
                .build();
    }

    private Answer register(Received request) {
        JsonObject asked = JsonObject.parse(request.body());
        return Answer.json(
                201,
                asked.toBuilder()
                        .put("client_id", "client-" + counter.incrementAndGet())
                        .build());
    }

    private Answer authorize(Received request) {
        String code = "code-" + counter.incrementAndGet();
        Parameters asked =
                request.query().value("request_uri").map(pushed::remove).orElse(request.query());
        codes.put(code, asked);
        issued.add(code);
        Parameters response = callback.apply(Parameters.builder()
                        .add("code", code)
                        .add("state", asked.value("state").orElse(""))
                        .add("iss", origin()))
                .build();
        String to = response.appendTo(asked.value("redirect_uri").orElseThrow());
        return new Answer(302, Map.of("Location", to), "");
    }

    private Answer token(Received request) {
        Parameters form = request.form();
        String grantType = form.value("grant_type").orElse("");
        String scope = "";
        if (grantType.equals("authorization_code")) {
            Parameters asked = codes.remove(form.value("code").orElse(""));
            if (asked == null
                    || !s256(form.value("code_verifier").orElse(""))
                            .equals(asked.value("code_challenge").orElse("?"))) {
                return error("invalid_grant");
            }
            scope = asked.value("scope").orElse("");
        } else if (grantType.equals("refresh_token")) {
            String kept = refreshTokens.remove(form.value("refresh_token").orElse(""));
            if (kept == null) {
                return error("invalid_grant");
            }
            scope = kept.trim();
        }
        return issue(scope);
    }

    /** Served at {@code /par}; the metadata names it when a test says so. */
    private Answer push(Received request) {
        String uri = "urn:ietf:params:oauth:request_uri:" + counter.incrementAndGet();
        pushed.put(uri, request.form());
        return Answer.json(
                201,
                JsonObject.builder()
                        .put("request_uri", uri)
                        .put("expires_in", 60)
                        .build());
    }

    /** A token response with tokens that are good here. */
    public Answer issue(String scope) {
        String access = "access-" + counter.incrementAndGet();
        String refresh = "refresh-" + counter.incrementAndGet();
        goodTokens.add(access);
        issued.addAll(List.of(access, refresh));
        refreshTokens.put(refresh, scope + " ");
        JsonObject.Builder response = JsonObject.builder()
                .put("access_token", access)
                .put("token_type", "Bearer")
                .put("expires_in", 3600)
                .put("refresh_token", refresh);
        if (!scope.isEmpty()) {
            response.put("scope", scope);
        }
        return Answer.json(200, tokens.apply(response).build());
    }

    /** An error of the token or registration endpoint. */
    public static Answer error(String code) {
        return Answer.json(400, JsonObject.builder().put("error", code).build());
    }

    private Answer revoke(Received request) {
        String token = request.form().value("token").orElse("");
        goodTokens.remove(token);
        refreshTokens.remove(token);
        return Answer.empty(200);
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
