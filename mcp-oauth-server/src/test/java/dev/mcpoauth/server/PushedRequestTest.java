package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Pushed authorization requests (RFC 9126)")
class PushedRequestTest {
    private final TestServer as = new TestServer(settings -> settings.client(
                    ClientSettings.confidentialClient("vault", ClientSecret.parse("s3cret"), REDIRECT))
            .client(ClientSettings.parse(JsonObject.builder()
                    .put("client_id", "pusher")
                    .put("redirect_uris", List.of(REDIRECT))
                    .put("require_pushed_authorization_requests", true)
                    .build())));

    private WebResponse push(String... changes) {
        return as.post("/par", Map.of(), FORM, authorize(changes).substring("/authorize?".length()));
    }

    private static String uri(WebResponse pushed) {
        assertThat(pushed.status()).isEqualTo(201);
        return json(pushed).string("request_uri").orElseThrow();
    }

    private static String begin(String clientId, String uri, String... more) {
        String extra = more.length == 0 ? "" : "&" + TestServer.encode(more);
        return "/authorize?" + TestServer.encode("client_id", clientId, "request_uri", uri) + extra;
    }

    @Test
    void aPushedRequestIsASignInLikeAnyOther() {
        WebResponse pushed = push("scope", "db:write");
        assertThat(pushed.header("Cache-Control")).contains("no-store");
        assertThat(json(pushed).integer("expires_in")).contains(60L);

        WebResponse answer = as.browser().signInAndApprove(begin("app", uri(pushed)));

        assertThat(parameters(answer).value("state")).contains("s t/a+te");
        JsonObject tokens = json(as.redeem(parameters(answer).value("code").orElseThrow()));
        assertThat(tokens.string("scope")).contains("db:write");
    }

    @Test
    void nothingThatTheBrowserAddsCounts() {
        String uri = uri(push());

        WebResponse answer = as.browser()
                .signInAndApprove(begin(
                        "app",
                        uri,
                        "scope",
                        "db:read db:write",
                        "redirect_uri",
                        "https://evil.example/",
                        "state",
                        "other",
                        "code_challenge",
                        "x"));

        assertThat(answer.header("Location").orElseThrow()).startsWith(REDIRECT + "?");
        assertThat(parameters(answer).value("state")).contains("s t/a+te");
        assertThat(json(as.redeem(parameters(answer).value("code").orElseThrow()))
                        .string("scope"))
                .contains("db:read");
    }

    @Test
    void aConfidentialClientHasToAuthenticate() {
        assertThat(error(push("client_id", "vault"))).isEqualTo("invalid_client");
        assertThat(error(push("client_id", "vault", "client_secret", "wrong"))).isEqualTo("invalid_client");
        String uri = uri(push("client_id", "vault", "client_secret", "s3cret"));

        assertThat(as.get(begin("vault", uri)).status()).isEqualTo(303);
    }

    @Test
    void credentialsAreNotKept() {
        push("client_id", "vault", "client_secret", "s3cret");

        assertThat(as.events.toString()).doesNotContain("s3cret");
        String uri = uri(push("client_id", "vault", "client_secret", "s3cret"));
        String handle = uri.substring(uri.lastIndexOf(':') + 1);
        String stored = as.store
                .transactions()
                .get(TokenHasher.sha256().hash("pushed:" + handle), as.now())
                .orElseThrow()
                .payload()
                .toUtf8();
        assertThat(stored).contains("vault").doesNotContain("s3cret", "client_secret");
    }

    @Test
    void basicNamesTheClientWhereTheFormDoesNot() {
        WebResponse pushed = as.post(
                "/par",
                Map.of("Authorization", "Basic dmF1bHQ6czNjcmV0"),
                FORM,
                authorize("client_id", "").substring("/authorize?".length()));

        assertThat(as.get(begin("vault", uri(pushed))).status()).isEqualTo(303);
    }

    @Test
    void isGoodOnceAndForAShortTime() {
        String uri = uri(push());
        assertThat(as.get(begin("app", uri)).status()).isEqualTo(303);
        assertThat(as.get(begin("app", uri)).status()).isEqualTo(400);

        String late = uri(push());
        as.advance(Duration.ofSeconds(60));
        WebResponse response = as.get(begin("app", late));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Location")).isEmpty();
        assertThat(as.lastReason()).isEqualTo("par.unknown");
    }

    @Test
    void isGoodOnceHoweverManyBrowsersComeAtTheSameTime() {
        String uri = uri(push());
        List<CompletableFuture<Integer>> all = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> as.get(begin("app", uri)).status()))
                .toList();

        assertThat(all.stream().map(CompletableFuture::join))
                .containsOnlyOnce(303)
                .filteredOn(status -> status == 400)
                .hasSize(49);
    }

    @Test
    void anotherClientCanNeitherUseNorSpendIt() {
        String uri = uri(push());

        for (String client : List.of("vault", "nobody", "APP", "")) {
            assertThat(as.get(begin(client, uri)).status()).isEqualTo(400);
        }
        assertThat(as.get(begin("app", uri)).status()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "client_id, '', 401, invalid_client",
                "client_id, nobody, 401, invalid_client",
                "client_secret, x, 401, invalid_client",
                "redirect_uri, https://evil.example/, 400, invalid_request",
                "redirect_uri, javascript:x, 400, invalid_request",
                "redirect_uri, https://client.example/callback/, 400, invalid_request",
                "response_type, '', 400, invalid_request",
                "response_type, token, 400, unsupported_response_type",
                "response_mode, fragment, 400, invalid_request",
                "code_challenge, '', 400, invalid_request",
                "code_challenge, abc, 400, invalid_request",
                "code_challenge_method, plain, 400, invalid_request",
                "code_challenge_method, '', 400, invalid_request",
                "scope, a\"b, 400, invalid_scope",
                "resource, https://other.example/, 400, invalid_target",
                "resource, mcp, 400, invalid_target",
                "prompt, none login, 400, invalid_request",
                "request, e30., 400, request_not_supported",
                "request_uri, https://client.example/r, 400, invalid_request",
                "request_uri, urn:ietf:params:oauth:request_uri:x, 400, invalid_request",
            })
    void isValidatedWhenItIsPushed(String name, String value, int status, String error) {
        WebResponse response = push(name, value);

        assertThat(response.status()).isEqualTo(status);
        assertThat(error(response)).isEqualTo(error);
        assertThat(response.header("Location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "text/plain", "multipart/form-data"})
    void isAForm(String type) {
        assertThat(as.post("/par", Map.of(), type, "client_id=app").status()).isEqualTo(415);
    }

    @Test
    void isNoLargerThanAnyOtherRequest() {
        assertThat(error(push("x", "y".repeat(8200)))).isEqualTo("invalid_request");
        assertThat(as.lastReason()).isEqualTo("request.too-large");
        assertThat(push("x", "y".repeat(7000)).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:params:oauth:request_uri:",
                "urn:ietf:params:oauth:request_uri:x",
                "urn:ietf:params:oauth:request_uri:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "urn:ietf:params:oauth:request_uri:../../x",
                "urn:ietf:params:oauth:request_uri:%00",
            })
    void aReferenceThatNobodyPushedIsAnErrorPage(String uri) {
        WebResponse response = as.get(begin("app", uri, "redirect_uri", REDIRECT, "response_type", "code"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Location")).isEmpty();
        assertThat(response.header("Content-Type")).contains("text/html;charset=utf-8");
    }

    @Test
    void aReferenceElsewhereIsStillNotSupported() {
        WebResponse response = as.get(authorize("request_uri", "https://client.example/request.jwt"));

        assertThat(parameters(response).value("error")).contains("request_uri_not_supported");
    }

    @Test
    void aClientThatSaysSoIsHeldToIt() {
        assertThat(parameters(as.get(authorize("client_id", "pusher"))).value("error"))
                .contains("invalid_request");
        assertThat(as.lastReason()).isEqualTo("par.required");
        assertThat(as.get(begin("pusher", uri(push("client_id", "pusher")))).status())
                .isEqualTo(303);
    }

    @Test
    void aServerThatDemandsItSaysSo() {
        TestServer strict = new TestServer(settings -> settings.requirePushedRequests(true));

        JsonObject metadata = json(strict.get("/.well-known/oauth-authorization-server"));
        assertThat(metadata.bool("require_pushed_authorization_requests")).contains(true);
        assertThat(metadata.string("pushed_authorization_request_endpoint")).contains("https://as.example/par");
        assertThat(parameters(strict.get(authorize())).value("error")).contains("invalid_request");
    }

    @Test
    @DisplayName("what a client may do counts when the browser comes, not when it pushed (RFC 9126 §7.4)")
    void isValidatedAgainWhenItsClientHasChanged() {
        String uri = uri(push("client_id", "vault", "client_secret", "s3cret"));
        TestServer changed = new TestServer(
                settings -> settings.client(ClientSettings.confidentialClient(
                        "vault", ClientSecret.parse("s3cret"), "https://elsewhere.example/cb")),
                as.store,
                TestServer::alice);

        WebResponse response = changed.get(begin("vault", uri));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Location")).isEmpty();
        assertThat(changed.lastReason()).isEqualTo("redirect.not-registered");
    }

    @Test
    void anyNodeOfTheSameStoreKnowsIt() {
        TestServer before = new TestServer(settings -> settings, as.store, TestServer::alice);
        String uri = json(before.post("/par", Map.of(), FORM, authorize().substring("/authorize?".length())))
                .string("request_uri")
                .orElseThrow();
        TestServer after =
                new TestServer(settings -> settings.requirePushedRequests(true), as.store, TestServer::alice);

        assertThat(after.get(begin("app", uri)).status())
                .as("any node of the same store")
                .isEqualTo(303);
    }
}
