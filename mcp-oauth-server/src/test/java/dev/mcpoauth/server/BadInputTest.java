package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Malformed requests get the RFC's error, and nothing changes")
class BadInputTest {
    private final TestServer as = new TestServer(settings ->
            settings.client(ClientSettings.confidentialClient("vault", ClientSecret.parse("p:%w+rd"), REDIRECT)));

    private static void isSafe(WebResponse response) {
        assertThat(response.status()).isBetween(300, 499);
        assertThat(response.text()).doesNotContain("Exception", "dev.mcpoauth", "java.", "\tat ");
        assertThat(response.header("X-Correlation-Id")).isPresent();
    }

    @Nested
    @DisplayName("Authorization endpoint: the destination (RFC 6749 §4.1.2.1)")
    class TheDestination {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.example/callback",
                    "https://client.example/callback/",
                    "https://client.example/callback/../other",
                    "https://client.example/callback?x=1",
                    "https://client.example/CALLBACK",
                    "https://client.example.evil.example/callback",
                    "https://client.example@evil.example/callback",
                    "https://user:pw@client.example/callback",
                    "https://client.example:444/callback",
                    "https://client.example/callback#fragment",
                    "http://client.example/callback",
                    "//client.example/callback",
                    "/callback",
                    "callback",
                    "javascript:alert(1)",
                    "JaVaScRiPt:alert(1)",
                    " javascript:alert(1)",
                    "data:text/html,x",
                    "vbscript:x",
                    "file:///etc/passwd",
                    "blob:https://client.example/x",
                    "about:blank",
                    "https://client.example/call back",
                    "https://client.example\\@evil.example/callback",
                    "https:client.example/callback",
                    "https://client.example/callback%00",
                    "https://cliënt.example/callback"
                })
        void thatIsNotRegisteredIsNeverRedirectedTo(String redirect) {
            WebResponse response = as.get(authorize("redirect_uri", redirect));

            isSafe(response);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("Location")).isEmpty();
            assertThat(response.header("Content-Type")).contains("text/html;charset=utf-8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"nobody", "", "app ", "APP", "app%00", "../app", "app'--"})
        void ofAnUnknownClientIsNeverRedirectedTo(String clientId) {
            WebResponse response = as.get(authorize("client_id", clientId));

            isSafe(response);
            assertThat(response.header("Location")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "&client_id=app",
                    "&redirect_uri=https%3A%2F%2Fevil.example%2F",
                    "&scope=db%3Aread&scope=db%3Awrite",
                    "&x=%",
                    "&x=%zz",
                    "&x=%00",
                    "&x=%0d%0aSet-Cookie:%20a=b",
                    "&x=%ff%fe",
                    "&=x"
                })
        void isNotTrustedInAQueryThatCanNotBeRead(String suffix) {
            WebResponse response = as.get(authorize() + suffix);

            isSafe(response);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("Location")).isEmpty();
        }
    }

    @Nested
    @DisplayName("Authorization endpoint: the rest (RFC 6749 §4.1.2.1)")
    class TheRest {

        @ParameterizedTest
        @CsvSource(
                nullValues = "-",
                value = {
                    "response_type, '', invalid_request",
                    "response_type, token, unsupported_response_type",
                    "response_type, code token, unsupported_response_type",
                    "response_type, CODE, unsupported_response_type",
                    "response_mode, form_post.jwt, invalid_request",
                    "response_mode, Query, invalid_request",
                    "response_mode, fragment, invalid_request",
                    "code_challenge, '', invalid_request",
                    "code_challenge, abc, invalid_request",
                    "code_challenge, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=, invalid_request",
                    "code_challenge_method, '', invalid_request",
                    "code_challenge_method, plain, invalid_request",
                    "code_challenge_method, s256, invalid_request",
                    "code_challenge_method, none, invalid_request",
                    "scope, a\"b, invalid_scope",
                    "scope, a\\b, invalid_scope",
                    "scope, é, invalid_scope",
                    "resource, https://other.example/mcp, invalid_target",
                    "resource, https://as.example/mcp/more, invalid_target",
                    "resource, https://as.example/MCP, invalid_target",
                    "resource, https://as.example/mcp#x, invalid_target",
                    "resource, https://as.example/mcp?x=1, invalid_target",
                    "resource, http://as.example/mcp, invalid_target",
                    "resource, /mcp, invalid_target",
                    "resource, javascript:x, invalid_target",
                    "prompt, none consent, invalid_request",
                    "request, e30., request_not_supported",
                    "request_uri, https://client.example/r, request_uri_not_supported",
                })
        void goesToTheClientAsError(String name, String value, String error) {
            WebResponse response = as.get(authorize(name, value));

            isSafe(response);
            assertThat(response.status()).isEqualTo(303);
            assertThat(response.header("Location").orElseThrow()).startsWith(REDIRECT + "?error=");
            assertThat(parameters(response).value("error")).contains(error);
            assertThat(parameters(response).value("state")).contains("s t/a+te");
            assertThat(parameters(response).value("iss")).contains(TestServer.ISSUER);
            assertThat(parameters(response).has("code")).isFalse();
        }
    }

    @Nested
    @DisplayName("Token endpoint (RFC 6749 §5.2)")
    class Token {

        @ParameterizedTest
        @CsvSource({
            "grant_type, '', 400, invalid_request",
            "grant_type, password, 400, unsupported_grant_type",
            "grant_type, AUTHORIZATION_CODE, 400, unsupported_grant_type",
            "client_id, '', 401, invalid_client",
            "client_id, nobody, 401, invalid_client",
            "client_id, 'app ', 401, invalid_client",
            "client_id, vault, 401, invalid_client",
            "client_secret, x, 401, invalid_client",
            "client_assertion, e30, 401, invalid_client",
            "code, '', 400, invalid_request",
            "code, x, 400, invalid_grant",
            "code, é, 400, invalid_grant",
            "redirect_uri, https://client.example/callback/, 400, invalid_grant",
            "redirect_uri, https://evil.example/, 400, invalid_grant",
            "code_verifier, '', 400, invalid_grant",
            "code_verifier, short, 400, invalid_grant",
            "code_verifier, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM, 400, invalid_grant",
            "code_verifier, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 400, invalid_grant",
            "resource, https://other.example/, 400, invalid_target",
            "resource, mcp, 400, invalid_target",
        })
        void refusesAChangedParameterAndTheCodeIsStillGood(String name, String value, int status, String error) {
            String code = as.code();

            WebResponse response = as.redeem(code, name, value);

            isSafe(response);
            assertThat(response.status()).isEqualTo(status);
            assertThat(error(response)).isEqualTo(error);
            assertThat(json(response).string("error_description")).isPresent();
            assertThat(response.header("Cache-Control")).contains("no-store");
            assertThat(response.header("WWW-Authenticate")).isEmpty();
            assertThat(as.redeem(code).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "grant_type=refresh_token&grant_type=refresh_token&client_id=app&refresh_token=x",
                    "grant_type=refresh_token&client_id=app&refresh_token=x&refresh_token=y",
                    "grant_type=refresh_token&client_id=app&refresh_token=%",
                    "grant_type=refresh_token&client_id=app&refresh_token=%00",
                    "grant_type=refresh_token&client_id=app&refresh_token=%c3%28",
                    "grant_type=refresh_token&client_id=app&refresh_token=a\nb",
                    "grant_type=refresh_token&client_id=app&refresh_token",
                    "grant_type=refresh_token&client_id=app",
                    "{\"grant_type\":\"refresh_token\"}",
                    "=&=&=",
                    ""
                })
        void refusesAFormThatCanNotBeRead(String body) {
            WebResponse response = as.post("/token", Map.of(), FORM, body);

            isSafe(response);
            assertThat(response.status()).isEqualTo(400);
            assertThat(error(response)).isEqualTo("invalid_request");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "application/json",
                    "text/plain",
                    "multipart/form-data; boundary=x",
                    "application/xml",
                    ";"
                })
        void refusesAnotherMediaType(String type) {
            WebResponse response = as.post("/token", Map.of(), type, "grant_type=refresh_token&client_id=app");

            isSafe(response);
            assertThat(response.status()).isEqualTo(415);
            assertThat(error(response)).isEqualTo("invalid_request");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Bearer x",
                    "Basic",
                    "Basic ",
                    "Basic %%%",
                    "Basic bm9jb2xvbg==",
                    "Basic OnNlY3JldA==",
                    "Basic /////w==",
                    "Digest username=\"vault\"",
                    "Basic dmF1bHQ6d3Jvbmc="
                })
        void answersBadCredentialsInTheHeaderWithAChallenge(String header) {
            WebResponse response = as.post(
                    "/token",
                    Map.of("Authorization", header),
                    "application/x-www-form-urlencoded;charset=UTF-8",
                    "grant_type=refresh_token&refresh_token=x");

            isSafe(response);
            assertThat(response.status()).isEqualTo(401);
            assertThat(error(response)).isEqualTo("invalid_client");
            assertThat(response.header("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=");
        }

        @Test
        void refusesTheThirdWrongVerifierForGood() {
            String code = as.code();
            for (int i = 0; i < 3; i++) {
                assertThat(error(as.redeem(code, "code_verifier", "x".repeat(43))))
                        .isEqualTo("invalid_grant");
            }

            assertThat(error(as.redeem(code))).isEqualTo("invalid_grant");
            assertThat(as.lastReason()).isEqualTo("code.revoked");
        }

        @Test
        void aForeignClientCanNotSpendBurnOrRevokeACode() {
            String code = as.code();
            for (int i = 0; i < 5; i++) {
                as.redeem(code, "client_id", "vault", "client_secret", "p:%w+rd", "code_verifier", "x".repeat(43));
            }

            assertThat(as.redeem(code).status()).isEqualTo(200);
        }

        @Test
        void aReplayWithoutTheVerifierDoesNotRevokeTheTokens() {
            String code = as.code();
            String refresh = json(as.redeem(code)).string("refresh_token").orElseThrow();
            as.advance(Duration.ofSeconds(20));

            assertThat(error(as.redeem(code, "code_verifier", "x".repeat(43)))).isEqualTo("invalid_grant");
            assertThat(as.refresh(refresh).status()).isEqualTo(200);
        }

        @Test
        void aReplayWithTheVerifierRevokesTheTokens() {
            String code = as.code();
            String refresh = json(as.redeem(code)).string("refresh_token").orElseThrow();
            as.advance(Duration.ofSeconds(20));

            assertThat(error(as.redeem(code))).isEqualTo("invalid_grant");
            assertThat(error(as.refresh(refresh))).isEqualTo("invalid_grant");
        }
    }

    @Nested
    @DisplayName("Registration endpoint (RFC 7591 §3.2.2)")
    class Registration {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "[]",
                    "{",
                    "{} {}",
                    "{\"redirect_uris\":[\"https://a.example/\"],\"redirect_uris\":[]}",
                    "redirect_uris=https://a.example/",
                })
        void refusesWhatIsNoJsonObject(String body) {
            WebResponse response = as.register(body);

            isSafe(response);
            assertThat(response.status()).isEqualTo(400);
            assertThat(error(response)).isEqualTo("invalid_client_metadata");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[]",
                    "null",
                    "\"\"",
                    "[\"\"]",
                    "[\"javascript:alert(1)\"]",
                    "[\"https://ok.example/\",\"JAVASCRIPT:alert(1)\"]",
                    "[\"data:text/html,x\"]",
                    "[\"http://evil.example/\"]",
                    "[\"https://a.example/#f\"]",
                    "[\"https://u@a.example/\"]",
                    "[\"https://\"]",
                    "[\"relative\"]",
                    "[\"https://a.example/\\u0000\"]",
                    "[\"https://a.example/ b\"]",
                })
        void refusesRedirectUrisOfAnotherShape(String uris) {
            WebResponse response = as.register("{\"redirect_uris\":" + uris + "}");

            isSafe(response);
            assertThat(response.status()).isEqualTo(400);
            assertThat(error(response)).isEqualTo("invalid_redirect_uri");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"client_name\":5",
                    "\"client_name\":[\"a\"]",
                    "\"client_name\":\"a\\u0000b\"",
                    "\"client_uri\":\"javascript:alert(1)\"",
                    "\"logo_uri\":\"data:image/png,x\"",
                    "\"policy_uri\":\"//x\"",
                    "\"tos_uri\":{}",
                    "\"grant_types\":[\"implicit\"]",
                    "\"grant_types\":[\"refresh_token\"]",
                    "\"grant_types\":5",
                    "\"response_types\":[\"token\"]",
                    "\"response_types\":[5]",
                    "\"scope\":\"a\\\\b\"",
                    "\"scope\":[\"a\"]",
                    "\"contacts\":[{}]",
                    "\"token_endpoint_auth_method\":\"private_key_jwt\"",
                    "\"token_endpoint_auth_method\":[\"none\"]",
                    "\"application_type\":7",
                })
        void refusesMetadataOfAnotherType(String member) {
            WebResponse response = as.register("{\"redirect_uris\":[\"https://a.example/\"]," + member + "}");

            isSafe(response);
            assertThat(response.status()).isEqualTo(400);
            assertThat(error(response)).isEqualTo("invalid_client_metadata");
        }

        @Test
        void refusesTooManyRedirectUris() {
            String uris = "\"https://a.example/" + "\",\"https://a.example/".repeat(20) + "\"";

            assertThat(error(as.register("{\"redirect_uris\":[" + uris + "]}"))).isEqualTo("invalid_redirect_uri");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
        void refusesAnotherMediaType(String type) {
            WebResponse response = as.post("/register", Map.of(), type, "{\"redirect_uris\":[\"https://a.example/\"]}");

            isSafe(response);
            assertThat(response.status()).isEqualTo(415);
            assertThat(error(response)).isEqualTo("invalid_client_metadata");
        }
    }

    @Nested
    @DisplayName("Revocation endpoint (RFC 7009 §2.2)")
    class Revocation {

        @ParameterizedTest
        @CsvSource({
            "client_id=app, 400, invalid_request",
            "client_id=app&token=, 400, invalid_request",
            "client_id=app&token=x&token=y, 400, invalid_request",
            "client_id=nobody&token=x, 401, invalid_client",
            "client_id=vault&token=x, 401, invalid_client",
            "token=x, 401, invalid_client",
            "client_id=app&token=%, 400, invalid_request",
        })
        void refusesWhatItCanNotRead(String body, int status, String error) {
            WebResponse response = as.post("/revoke", Map.of(), FORM, body);

            isSafe(response);
            assertThat(response.status()).isEqualTo(status);
            assertThat(error(response)).isEqualTo(error);
        }

        @Test
        void anotherClientsTokenStaysGood() {
            String token = as.tokens().string("refresh_token").orElseThrow();

            WebResponse response = as.form("/revoke", "client_id", "vault", "client_secret", "p:%w+rd", "token", token);

            assertThat(response.status()).isEqualTo(200);
            assertThat(as.refresh(token).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"/token, GET", "/token, PUT", "/revoke, DELETE", "/register, GET", "/authorize, PUT", "/authorize, HEAD"
    })
    void anotherMethodIsNotAllowed(String path, String method) {
        WebResponse response = as.server.handle(WebRequest.of(method, path, "", Map.of()));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).isPresent();
    }
}
