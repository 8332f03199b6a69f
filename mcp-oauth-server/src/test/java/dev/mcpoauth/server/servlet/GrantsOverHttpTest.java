package dev.mcpoauth.server.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.DomainPolicy;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.TokenExchangeRule;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Every endpoint of a client's life on a real container, found through the metadata")
class GrantsOverHttpTest {
    private static final Server JETTY = new Server();
    private static final Pattern HIDDEN = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final SigningKey COMPANY = TestKeys.key(SignatureAlgorithm.ES256);
    private static JsonObject metadata = JsonObject.EMPTY;

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @BeforeAll
    static void start() throws Exception {
        ServerConnector connector = new ServerConnector(JETTY);
        connector.setHost("localhost");
        connector.open();
        JETTY.addConnector(connector);
        String issuer = "http://localhost:" + connector.getLocalPort() + "/tenant";
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(issuer)
                .resource(ResourceSettings.of(issuer + "/mcp", Scope.of("x")))
                .resource(ResourceSettings.of(issuer + "/other", Scope.of("x")))
                .client(ClientSettings.machineClient("batch", ClientSecret.parse("s3cret")))
                .client(ClientSettings.resourceServer("agent", ClientSecret.parse("s3cret"))
                        .withGrants(GrantTypes.JWT_BEARER, GrantTypes.TOKEN_EXCHANGE))
                .trustedIssuer(TrustedIssuer.of("https://idp.example", "agent")
                        .keys(JsonObject.builder()
                                .put("keys", List.of(COMPANY.publicJwk()))
                                .build())
                        .build())
                .tokenExchange(TokenExchangeRule.of("agent", issuer + "/mcp", issuer + "/other", Scope.of("x")))
                .clientDocuments(DomainPolicy.none())
                .registrationManagement(true)
                .deviceAuthorization(true)
                .build();
        AuthorizationServer server = AuthorizationServer.builder(
                        settings,
                        new InMemoryOAuthStore(),
                        (name, password) -> name.equals("alice") && password.equals("wonderland")
                                ? Optional.of(new Subject("alice-id", "Alice"))
                                : Optional.empty())
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((classes, web) -> AuthorizationServerServlet.mount(web, server));
        JETTY.setHandler(context);
        JETTY.start();
        metadata = JsonObject.parse(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + connector.getLocalPort()
                                        + "/.well-known/oauth-authorization-server/tenant"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @AfterAll
    static void stop() throws Exception {
        JETTY.stop();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private HttpResponse<String> get(String url) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url)));
        return response.statusCode() == 303 && isHere(response) ? get(location(response)) : response;
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static boolean isHere(HttpResponse<String> response) {
        return location(response).startsWith(metadata.string("issuer").orElseThrow());
    }

    private static String endpoint(String name) {
        return metadata.string(name + "_endpoint").orElseThrow();
    }

    private HttpResponse<String> post(String url, String... form) throws Exception {
        Parameters.Builder body = Parameters.builder();
        for (int i = 0; i < form.length; i += 2) {
            body.add(form[i], form[i + 1]);
        }
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.build().encode())));
        return response.statusCode() == 303 && isHere(response) ? get(location(response)) : response;
    }

    private HttpResponse<String> submit(String url, HttpResponse<String> page, String... fields) throws Exception {
        List<String> form = new ArrayList<>(List.of(fields));
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.addAll(List.of(hidden.group(1), hidden.group(2)));
        }
        return post(url, form.toArray(String[]::new));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonObject.parse(response.body());
    }

    private JsonObject registered(String members) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(endpoint("registration")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"token_endpoint_auth_method\":\"none\"," + members + "}")));
        assertThat(response.statusCode()).isEqualTo(201);
        return json(response);
    }

    private HttpResponse<String> answer(HttpResponse<String> loginPage) throws Exception {
        String page = metadata.string("authorization_endpoint").orElseThrow() + "/interaction";
        HttpResponse<String> consent =
                submit(page, loginPage, "username", "alice", "password", "wonderland", "action", "login");
        return submit(page, consent, "action", "approve");
    }

    @Test
    void aMachineGetsAToken() throws Exception {
        HttpResponse<String> response = post(
                endpoint("token"), "grant_type", "client_credentials", "client_id", "batch", "client_secret", "s3cret");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).string("access_token")).isPresent();
    }

    private static String assertion() {
        String issuer = metadata.string("issuer").orElseThrow();
        long now = Instant.now().getEpochSecond();
        JsonObject claims = JsonObject.builder()
                .put("iss", "https://idp.example")
                .put("sub", "alice")
                .put("aud", issuer)
                .put("client_id", "agent")
                .put("resource", issuer + "/mcp")
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + 60)
                .build();
        return COMPANY.sign("oauth-id-jag+jwt", claims);
    }

    private HttpResponse<String> asAgent(String grantType, String... more) throws Exception {
        List<String> form =
                new ArrayList<>(List.of("grant_type", grantType, "client_id", "agent", "client_secret", "s3cret"));
        form.addAll(List.of(more));
        return post(endpoint("token"), form.toArray(String[]::new));
    }

    @Test
    void anAssertionBecomesATokenOnceAndTheTokenANarrowerOne() throws Exception {
        String assertion = assertion();
        HttpResponse<String> first = asAgent(GrantTypes.JWT_BEARER, "assertion", assertion);
        assertThat(first.statusCode()).isEqualTo(200);
        HttpResponse<String> again = asAgent(GrantTypes.JWT_BEARER, "assertion", assertion);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again).string("error")).contains("invalid_grant");

        String[] trade = {
            "subject_token",
            json(first).string("access_token").orElseThrow(),
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:access_token",
            "resource",
            metadata.string("issuer").orElseThrow() + "/other"
        };
        assertThat(json(asAgent(GrantTypes.TOKEN_EXCHANGE, trade)).string("issued_token_type"))
                .contains("urn:ietf:params:oauth:token-type:access_token");
        post(endpoint("revocation"), "client_id", "agent", "client_secret", "s3cret", "token", trade[1]);
        HttpResponse<String> late = asAgent(GrantTypes.TOKEN_EXCHANGE, trade);
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(json(late).string("error")).contains("invalid_request");
    }

    @Test
    void aClientPushesItsRequestAndABrowserGoesOn() throws Exception {
        String id = registered("\"redirect_uris\":[\"https://client.example/cb\"]")
                .string("client_id")
                .orElseThrow();
        HttpResponse<String> pushed = post(
                endpoint("pushed_authorization_request"),
                "client_id",
                id,
                "response_type",
                "code",
                "redirect_uri",
                "https://client.example/cb",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256");
        assertThat(pushed.statusCode()).isEqualTo(201);

        String query = Parameters.builder()
                .add("client_id", id)
                .add("request_uri", json(pushed).string("request_uri").orElseThrow())
                .build()
                .encode();
        HttpResponse<String> done = answer(get(endpoint("authorization") + "?" + query));

        assertThat(location(done)).startsWith("https://client.example/cb?code=");
    }

    @Test
    void aDeviceIsConnected() throws Exception {
        String id = registered("\"grant_types\":[\"" + DEVICE_GRANT + "\"]")
                .string("client_id")
                .orElseThrow();
        JsonObject codes = json(post(endpoint("device_authorization"), "client_id", id));
        String[] poll = {
            "grant_type",
            DEVICE_GRANT,
            "client_id",
            id,
            "device_code",
            codes.string("device_code").orElseThrow()
        };
        assertThat(json(post(endpoint("token"), poll)).string("error")).contains("authorization_pending");

        String page = codes.string("verification_uri").orElseThrow();
        HttpResponse<String> filled =
                get(codes.string("verification_uri_complete").orElseThrow());
        assertThat(filled.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        HttpResponse<String> login =
                submit(page, filled, "user_code", codes.string("user_code").orElseThrow());
        HttpResponse<String> done = answer(login);

        assertThat(done.body()).contains("The device is connected");
        assertThat(json(post(endpoint("token"), poll)).string("access_token")).isPresent();
    }

    @Test
    void aClientManagesItsRegistration() throws Exception {
        JsonObject client = registered("\"redirect_uris\":[\"https://client.example/cb\"]");
        URI url = URI.create(client.string("registration_client_uri").orElseThrow());
        String bearer = "Bearer " + client.string("registration_access_token").orElseThrow();

        assertThat(send(HttpRequest.newBuilder(url).header("Authorization", bearer))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> updated = send(HttpRequest.newBuilder(url)
                .header("Authorization", bearer)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"client_id\":\""
                        + client.string("client_id").orElseThrow()
                        + "\",\"redirect_uris\":[\"https://client.example/new\"],"
                        + "\"token_endpoint_auth_method\":\"none\"}")));
        assertThat(json(updated).strings("redirect_uris")).contains(List.of("https://client.example/new"));
        String next =
                "Bearer " + json(updated).string("registration_access_token").orElseThrow();
        assertThat(send(HttpRequest.newBuilder(url)
                                .header("Authorization", next)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> gone = send(HttpRequest.newBuilder(url).header("Authorization", next));
        assertThat(gone.statusCode()).isEqualTo(401);
        assertThat(gone.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer ");
    }
}
