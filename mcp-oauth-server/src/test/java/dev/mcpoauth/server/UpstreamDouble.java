package dev.mcpoauth.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.upstream.UpstreamProvider;
import dev.mcpoauth.server.upstream.UpstreamProviderBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** An OpenID provider over HTTP on the loopback, by the book until a test makes it misbehave. */
final class UpstreamDouble implements AutoCloseable {
    static final String CLIENT = "our-client";
    static final String SECRET = "between us two";

    /** An answer in place of the right one. */
    record Canned(int status, Map<String, String> headers, byte[] body) {
        static Canned of(int status, String body) {
            return new Canned(
                    status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Parameters> codes = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Supplier<Instant> clock;
    final Map<String, Canned> canned = new ConcurrentHashMap<>();
    final List<String> silent = new CopyOnWriteArrayList<>();
    final List<Parameters> redeemed = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> reused = new CopyOnWriteArrayList<>();
    volatile Consumer<String> meanwhile = path -> {};
    volatile String refreshToken = "upstream-refresh";
    volatile int rotations;
    volatile SigningKey key = TestKeys.key(SignatureAlgorithm.ES256).withKeyId("first");
    volatile UnaryOperator<JsonObject> metadata = json -> json;
    volatile UnaryOperator<JsonObject> claims = json -> json;
    volatile UnaryOperator<JsonObject> answer = json -> json;
    volatile Function<JsonObject, String> signed = json -> key.sign("JWT", json);
    volatile JsonObject person = JsonObject.parse("{\"sub\":\"248289761001\",\"name\":\"Ada <b>\"}");

    UpstreamDouble(Supplier<Instant> clock) {
        this.clock = clock;
        try {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    UpstreamProviderBuilder openId() {
        return UpstreamProvider.openId("idp", new Issuer(url()))
                .name("Example ID")
                .client(CLIENT, ClientSecret.parse(SECRET))
                .dangerouslyAllowLoopback();
    }

    UpstreamProviderBuilder oauth(String subjectClaim) {
        URI userInfo = URI.create(url() + "/userinfo");
        return UpstreamProvider.oauth(
                        "hub", URI.create(url() + "/authorize"), URI.create(url() + "/token"), userInfo, subjectClaim)
                .client(CLIENT, ClientSecret.parse(SECRET))
                .dangerouslyAllowLoopback();
    }

    /** What the provider's own pages do: a code for this authorization request. */
    String codeFor(Parameters request) {
        String code = "code-" + codes.size();
        codes.put(code, request);
        return code;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            meanwhile.accept(path);
            if (silent.contains(path)) {
                closed.await();
            }
            Canned given = canned.containsKey(path) ? canned.get(path) : respond(exchange, path, body);
            given.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(given.status(), given.body().length == 0 ? -1 : given.body().length);
            exchange.getResponseBody().write(given.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Canned respond(HttpExchange exchange, String path, String body) {
        return switch (path) {
            case "/.well-known/openid-configuration" ->
                Canned.of(200, metadata.apply(document()).toJson());
            case "/keys" -> Canned.of(200, "{\"keys\":[" + key.publicJwk().toJson() + "]}");
            case "/token" -> token(exchange, Parameters.parse(body));
            case "/userinfo" -> {
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                yield Canned.of(200, person.toJson());
            }
            default -> Canned.of(404, "{}");
        };
    }

    private JsonObject document() {
        return JsonObject.builder()
                .put("issuer", url())
                .put("authorization_endpoint", url() + "/authorize")
                .put("token_endpoint", url() + "/token")
                .put("userinfo_endpoint", url() + "/userinfo")
                .put("jwks_uri", url() + "/keys")
                .put("response_types_supported", List.of("code"))
                .put("authorization_response_iss_parameter_supported", true)
                .build();
    }

    private Canned token(HttpExchange exchange, Parameters form) {
        redeemed.add(form);
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(header == null ? "" : header);
        if (form.value("grant_type").orElse("").equals("refresh_token")) {
            return refresh(form.value("refresh_token").orElse(""));
        }
        Parameters request = codes.remove(form.value("code").orElse(""));
        boolean proven = request != null
                && form.value("redirect_uri").equals(request.value("redirect_uri"))
                && CodeVerifier.of(form.value("code_verifier").orElse(""))
                        .challenge()
                        .base64Url()
                        .equals(request.value("code_challenge").orElse(""));
        if (!proven) {
            return Canned.of(400, "{\"error\":\"invalid_grant\"}");
        }
        JsonObject.Builder idToken = JsonObject.builder()
                .put("iss", url())
                .put("aud", CLIENT)
                .put("iat", clock.get().getEpochSecond())
                .put("exp", clock.get().getEpochSecond() + 300);
        request.value("nonce").ifPresent(nonce -> idToken.put("nonce", nonce));
        person.names().forEach(name -> idToken.put(name, person.value(name).orElseThrow()));
        JsonObject response = JsonObject.builder()
                .put("access_token", "upstream-access")
                .put("refresh_token", "upstream-refresh")
                .put("token_type", "Bearer")
                .put("expires_in", 300)
                .put("id_token", signed.apply(claims.apply(idToken.build())))
                .build();
        return Canned.of(200, answer.apply(response).toJson());
    }

    /** Rotates, and takes a second use for theft, after which nothing of the family is good. */
    private synchronized Canned refresh(String token) {
        if (!token.equals(refreshToken)) {
            reused.add(token);
            refreshToken = "";
            return Canned.of(400, "{\"error\":\"invalid_grant\"}");
        }
        rotations++;
        refreshToken = "upstream-refresh-" + rotations;
        return Canned.of(
                200,
                "{\"access_token\":\"upstream-access-" + rotations + "\",\"token_type\":\"bearer\",\"expires_in\":300,"
                        + "\"refresh_token\":\"" + refreshToken + "\"}");
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
