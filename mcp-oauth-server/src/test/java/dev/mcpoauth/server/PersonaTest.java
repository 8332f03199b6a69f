package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.VERIFIER;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.Tolerance;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What known clients do that others do not, in strict mode unless a test says otherwise. */
@DisplayName("Clients with their quirks")
class PersonaTest {
    private final TestServer as = new TestServer();

    private JsonObject registered(String json) {
        WebResponse response = as.register(json);
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("Cache-Control")).contains("no-store");
        return json(response);
    }

    private static String id(JsonObject registration) {
        return registration.string("client_id").orElseThrow();
    }

    private static String secret(JsonObject registration) {
        return registration.string("client_secret").orElseThrow();
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("Claude connectors: registers for post, sends post, takes the resource URL that the person typed")
    void claude() {
        JsonObject client = registered("""
                {"client_name":"Claude","redirect_uris":["https://claude.ai/api/mcp/auth_callback"],
                 "grant_types":["authorization_code","refresh_token"],"response_types":["code"],
                 "token_endpoint_auth_method":"client_secret_post","scope":"db:read"}""");
        assertThat(client.string("token_endpoint_auth_method")).contains("client_secret_post");
        assertThat(client.integer("client_secret_expires_at")).contains(0L);

        String redirect = "https://claude.ai/api/mcp/auth_callback";
        String code =
                as.code("client_id", id(client), "redirect_uri", redirect, "resource", "HTTPS://AS.example:443/mcp/");
        JsonObject tokens = json(
                as.redeem(code, "client_id", id(client), "client_secret", secret(client), "redirect_uri", redirect));

        assertThat(tokens.string("refresh_token")).isPresent();
        assertThat(json(as.form(
                                "/token",
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                tokens.string("refresh_token").orElseThrow(),
                                "client_id",
                                id(client),
                                "client_secret",
                                secret(client)))
                        .string("access_token"))
                .isPresent();
    }

    @Test
    @DisplayName("Claude Code: portless localhost callback, ephemeral port, the origin as resource, offline_access")
    void claudeCode() {
        JsonObject client = registered("""
                {"client_name":"Claude Code (bookshop)","redirect_uris":["http://localhost/callback","http://127.0.0.1/callback"],
                 "token_endpoint_auth_method":"none"}""");
        String redirect = "http://localhost:54213/callback";

        String code = as.code(
                "client_id",
                id(client),
                "redirect_uri",
                redirect,
                "resource",
                "https://as.example/",
                "scope",
                "db:read offline_access");
        JsonObject tokens = json(as.redeem(code, "client_id", id(client), "redirect_uri", redirect));

        assertThat(tokens.string("scope")).contains("db:read");
        assertThat(tokens.string("refresh_token")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cursor://anysphere.cursor-mcp/oauth/callback",
                "https://www.cursor.com/agents/mcp/oauth/callback",
                "http://localhost:8787/callback"
            })
    @DisplayName("Cursor: three redirect URIs of three shapes, any of which it uses, and no state")
    void cursor(String redirect) {
        JsonObject client = registered("""
                {"client_name":"Cursor","redirect_uris":["cursor://anysphere.cursor-mcp/oauth/callback",
                 "https://www.cursor.com/agents/mcp/oauth/callback","http://localhost:8787/callback"],
                 "token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"]}""");

        WebResponse answer = as.browser()
                .signInAndApprove(authorize("client_id", id(client), "redirect_uri", redirect, "state", ""));

        assertThat(answer.header("Location").orElseThrow()).startsWith(redirect + "?");
        assertThat(parameters(answer).has("state")).isFalse();
        String code = parameters(answer).value("code").orElseThrow();
        assertThat(as.redeem(code, "client_id", id(client), "redirect_uri", redirect)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:33418/",
                "http://127.0.0.1:50123/",
                "http://127.0.0.1:50123",
                "http://127.0.0.1/",
                "https://vscode.dev/redirect"
            })
    @DisplayName("VS Code: registers one port and uses another; the path / equals none")
    void vsCode(String redirect) {
        JsonObject client = registered("""
                {"client_name":"Visual Studio Code","redirect_uris":["https://insiders.vscode.dev/redirect",
                 "https://vscode.dev/redirect","http://127.0.0.1/","http://127.0.0.1:33418/"],
                 "token_endpoint_auth_method":"none","application_type":"native"}""");

        String code = as.code("client_id", id(client), "redirect_uri", redirect);

        assertThat(as.redeem(code, "client_id", id(client), "redirect_uri", redirect)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("Codex: registers for post and sends Basic; needs iss")
    void codex() {
        JsonObject client = registered("""
                {"client_name":"Codex","redirect_uris":["http://127.0.0.1:1455/callback"],
                 "token_endpoint_auth_method":"client_secret_post"}""");
        String redirect = "http://127.0.0.1:40404/callback";
        WebResponse answer =
                as.browser().signInAndApprove(authorize("client_id", id(client), "redirect_uri", redirect));
        assertThat(parameters(answer).value("iss")).contains(TestServer.ISSUER);

        WebResponse token = as.post(
                "/token",
                Map.of("Authorization", basic(id(client), secret(client)).replace("Basic", "bAsIc")),
                FORM,
                TestServer.encode(
                        "grant_type",
                        "authorization_code",
                        "code",
                        parameters(answer).value("code").orElseThrow(),
                        "client_id",
                        id(client),
                        "redirect_uri",
                        redirect,
                        "code_verifier",
                        VERIFIER.reveal()));

        assertThat(token.status()).isEqualTo(200);
    }

    @Test
    @DisplayName("LibreChat: form-encoded Basic at refresh, strict about a numeric expires_in")
    void libreChat() {
        TestServer own = new TestServer(settings -> settings.client(ClientSettings.confidentialClient(
                "libre+chat", ClientSecret.parse("a:b%c+d/e"), "https://chat.example/cb")));
        String redirect = "https://chat.example/cb";
        String code = own.code("client_id", "libre+chat", "redirect_uri", redirect);
        JsonObject tokens = json(
                own.redeem(code, "client_id", "libre+chat", "client_secret", "a:b%c+d/e", "redirect_uri", redirect));
        assertThat(tokens.integer("expires_in")).isPresent();

        for (String header : List.of(
                basic("libre+chat", "a:b%c+d/e"),
                basic(
                        URLEncoder.encode("libre+chat", StandardCharsets.UTF_8),
                        URLEncoder.encode("a:b%c+d/e", StandardCharsets.UTF_8)))) {
            WebResponse refreshed = own.post(
                    "/token",
                    Map.of("Authorization", header),
                    FORM,
                    TestServer.encode(
                            "grant_type",
                            "refresh_token",
                            "refresh_token",
                            tokens.string("refresh_token").orElseThrow()));
            assertThat(refreshed.status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("mcp-remote: sends an empty client_secret, and registers anew at each start without growing")
    void mcpRemote() {
        String body = """
                {"client_name":"MCP CLI Proxy","redirect_uris":["http://localhost:%d/oauth/callback"],
                 "token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],
                 "response_types":["code"],"software_id":"2e6dc280-f3c3-4e01-99a7-8181dbd1d23d","software_version":"0.1.15"}""";
        JsonObject first = registered(body.formatted(3334));
        JsonObject second = registered(body.formatted(29341));

        assertThat(id(second)).isEqualTo(id(first));
        assertThat(second.strings("redirect_uris").orElseThrow())
                .containsExactly("http://localhost:29341/oauth/callback");
        String redirect = "http://localhost:29341/oauth/callback";
        String code = as.code("client_id", id(first), "redirect_uri", redirect);
        WebResponse token = as.post(
                "/token",
                Map.of(),
                FORM,
                TestServer.encode(
                                "grant_type",
                                "authorization_code",
                                "code",
                                code,
                                "client_id",
                                id(first),
                                "redirect_uri",
                                redirect,
                                "code_verifier",
                                VERIFIER.reveal())
                        + "&client_secret=");
        assertThat(token.status()).isEqualTo(200);
    }

    @Test
    @DisplayName("Claude Code: the document behind its id, portless loopback callbacks, an ephemeral port")
    void claudeCodeByDocument() {
        String id = "https://claude.ai/oauth/claude-code-client-metadata";
        as.published.put(id, """
                {"client_id":"https://claude.ai/oauth/claude-code-client-metadata","client_name":"Claude Code",
                 "client_uri":"https://claude.ai","redirect_uris":["http://localhost/callback","http://127.0.0.1/callback"],
                 "grant_types":["authorization_code","refresh_token"],"response_types":["code"],
                 "token_endpoint_auth_method":"none"}""");
        String redirect = "http://localhost:54213/callback";
        Browser browser = as.browser();
        String url = authorize("client_id", id, "redirect_uri", redirect, "resource", "https://as.example/mcp/");
        WebResponse page = browser.signIn(browser.open(url));

        assertThat(page.text()).contains("claude.ai", "localhost:54213", "a program on this device");
        String code = parameters(browser.submit(page, "action", "approve"))
                .value("code")
                .orElseThrow();
        JsonObject tokens = json(as.redeem(code, "client_id", id, "redirect_uri", redirect));
        assertThat(tokens.string("refresh_token")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\",\"none\"]"})
    @DisplayName("ChatGPT: a document per app, keys behind jwks_uri, OpenID scopes, a refresh token without prompt")
    void chatGpt(String newer) {
        String id = "https://chatgpt.com/oauth/asst_42/client.json";
        String redirect = "https://chatgpt.com/connector/oauth/asst_42";
        as.published.put(id, """
                {"client_id":"%s","client_name":"ChatGPT","redirect_uris":["%s"],
                 "grant_types":["authorization_code","refresh_token"],"response_types":["code"],
                 "token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"RS256",
                 "jwks_uri":"https://chatgpt.com/oauth/jwks.json"%s}""".formatted(id, redirect, newer));
        as.published.put("https://chatgpt.com/oauth/jwks.json", Assertions.jwks(Assertions.RSA));
        String code =
                as.code("client_id", id, "redirect_uri", redirect, "scope", "openid email offline_access profile");

        JsonObject tokens = json(as.redeem(
                code,
                "client_id",
                id,
                "redirect_uri",
                redirect,
                "client_assertion_type",
                Assertions.TYPE,
                "client_assertion",
                Assertions.sign(Assertions.RSA, Assertions.claims(id, as.now(), "aud", "https://as.example/token"))));

        assertThat(tokens.string("scope")).contains("db:read");
        assertThat(tokens.string("refresh_token")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null members | {\"redirect_uris\":[\"https://a.example/cb\"],\"client_name\":null,\"logo_uri\":null,\"contacts\":null}",
                "empty strings | {\"redirect_uris\":[\"https://a.example/cb\"],\"client_name\":\"\",\"client_uri\":\"\",\"scope\":\"\"}",
                "one string for an array | {\"redirect_uris\":\"https://a.example/cb\",\"grant_types\":\"authorization_code\",\"response_types\":\"code\"}",
                "members nobody knows | {\"redirect_uris\":[\"https://a.example/cb\"],\"x\":{\"y\":[1]},\"jwks_uri\":\"https://a.example/jwks\"}",
                "grants that are not offered | {\"redirect_uris\":[\"https://a.example/cb\"],\"grant_types\":[\"authorization_code\",\"implicit\"]}",
            })
    @DisplayName("Registrations as clients write them")
    void leniently(String what, String body) {
        JsonObject client = registered(body);

        assertThat(client.string("token_endpoint_auth_method")).as(what).contains("client_secret_basic");
        assertThat(client.string("client_secret")).as(what).isPresent();
        assertThat(client.integer("client_secret_expires_at")).as(what).contains(0L);
        assertThat(client.string("application_type")).as(what).contains("native");
        assertThat(client.strings("grant_types").orElseThrow()).as(what).contains("authorization_code");
        assertThat(client.strings("grant_types").orElseThrow()).as(what).doesNotContain("implicit");
        assertThat(client.has("registration_client_uri")).as(what).isFalse();
    }

    @Test
    @DisplayName(
            "No method stated, the secret dropped: refused in strict mode, public from the first code on if tolerated")
    void dropsItsSecret() {
        String body = "{\"redirect_uris\":[\"" + TestServer.REDIRECT + "\"]}";
        String strict = id(registered(body));
        assertThat(error(as.redeem(as.code("client_id", strict), "client_id", strict)))
                .isEqualTo("invalid_client");

        TestServer tolerant = new TestServer(settings -> settings.tolerate(Tolerance.UNSTATED_AUTH_METHOD));
        String id = id(json(tolerant.register(body)));
        JsonObject tokens = json(tolerant.redeem(tolerant.code("client_id", id), "client_id", id));
        WebResponse refreshed = tolerant.form(
                "/token",
                "grant_type",
                "refresh_token",
                "client_id",
                id,
                "refresh_token",
                tokens.string("refresh_token").orElseThrow());

        assertThat(refreshed.status()).isEqualTo(200);
    }

    @Test
    @DisplayName("redirect_uri left out at both endpoints, where only one is possible")
    void leavesTheRedirectOut() {
        String code = as.code("redirect_uri", "");

        assertThat(as.redeem(code, "redirect_uri", "").status()).isEqualTo(200);
    }
}
