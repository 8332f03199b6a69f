package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Verification;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Device authorization (RFC 8628)")
class DeviceAuthorizationTest {
    private final TestServer as = new TestServer(Device::allowed);

    private Device approved() {
        Device device = Device.begin(as);
        device.answer(as.browser(), "approve");
        return device;
    }

    @Test
    void aDeviceGetsTokensOnceAPersonApproved() {
        Device device = Device.begin(as, "scope", "db:write");
        assertThat(error(device.poll())).isEqualTo("authorization_pending");
        as.advance(Duration.ofSeconds(5));

        WebResponse done = device.answer(as.browser(), "approve");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.text()).contains("The device is connected");

        JsonObject tokens = json(device.poll());
        assertThat(tokens.string("scope")).contains("db:write");
        Verification verified = as.server
                .tokenVerifier()
                .verify(tokens.string("access_token").orElseThrow(), new ResourceIndicator(RESOURCE));
        assertThat(((Verification.Active) verified).caller().subject()).isEqualTo("alice-id");
        WebResponse refreshed = as.form(
                "/token",
                "grant_type",
                "refresh_token",
                "client_id",
                "tv",
                "refresh_token",
                tokens.string("refresh_token").orElseThrow());
        assertThat(refreshed.status()).isEqualTo(200);
    }

    @Test
    void theResponseTellsWhatToDo() {
        WebResponse response = Device.ask(as);
        JsonObject codes = json(response);

        assertThat(response.header("Cache-Control")).contains("no-store");
        assertThat(codes.string("user_code").orElseThrow())
                .matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(codes.string("device_code").orElseThrow()).hasSize(43);
        assertThat(codes.string("verification_uri")).contains("https://as.example/device");
        assertThat(codes.string("verification_uri_complete"))
                .contains("https://as.example/device?user_code="
                        + codes.string("user_code").orElseThrow());
        assertThat(codes.integer("expires_in")).contains(600L);
        assertThat(codes.integer("interval")).contains(5L);
    }

    @Test
    void isOffUntilTheOperatorWantsIt() {
        TestServer plain = new TestServer();
        JsonObject metadata = json(plain.get("/.well-known/oauth-authorization-server"));

        assertThat(metadata.has("device_authorization_endpoint")).isFalse();
        assertThat(metadata.strings("grant_types_supported").orElseThrow())
                .noneMatch(grant -> grant.contains("device"));
        assertThat(plain.form("/device_authorization", "client_id", "app").status())
                .isEqualTo(404);
        assertThat(plain.get("/device").status()).isEqualTo(404);
        assertThat(json(as.get("/.well-known/oauth-authorization-server")).string("device_authorization_endpoint"))
                .contains("https://as.example/device_authorization");
    }

    @Test
    void aClientThatRegistersForItGetsIt() {
        JsonObject client = json(as.register("{\"grant_types\":[\"urn:ietf:params:oauth:grant-type:device_code\"],"
                + "\"token_endpoint_auth_method\":\"none\"}"));

        assertThat(Device.ask(as, "client_id", client.string("client_id").orElseThrow())
                        .status())
                .isEqualTo(200);
    }

    @Nested
    @DisplayName("the request of the device (§3.1)")
    class Request {

        @ParameterizedTest
        @CsvSource({
            "client_id, '', 401, invalid_client",
            "client_id, nobody, 401, invalid_client",
            "client_id, app, 400, unauthorized_client",
            "client_secret, x, 401, invalid_client",
            "scope, a\"b, 400, invalid_scope",
            "resource, mcp, 400, invalid_target",
            "resource, https://other.example/, 400, invalid_target",
        })
        void isRefused(String name, String value, int status, String error) {
            WebResponse response = Device.ask(as, name, value);

            assertThat(response.status()).isEqualTo(status);
            assertThat(error(response)).isEqualTo(error);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "application/json", "text/plain"})
        void isAForm(String type) {
            assertThat(as.post("/device_authorization", Map.of(), type, "client_id=tv")
                            .status())
                    .isEqualTo(415);
        }

        @Test
        void codesDoNotRepeat() {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                Device device = Device.begin(as);
                seen.add(device.userCode());
                seen.add(device.deviceCode());
            }
            assertThat(seen).hasSize(400);
        }

        @Test
        void nothingIsKeptInClear() {
            Device device = Device.begin(as);
            String letters = device.userCode().replace("-", "");

            assertThat(as.events.toString()).doesNotContain(device.deviceCode(), device.userCode(), letters);
            TokenHash id = TokenHasher.sha256().hash("device:" + device.deviceCode());
            assertThat(as.store
                            .transactions()
                            .get(id, as.now())
                            .orElseThrow()
                            .payload()
                            .toUtf8())
                    .doesNotContain(device.deviceCode(), device.userCode(), letters);
        }
    }

    @Nested
    @DisplayName("the page for the code (§3.3)")
    class Page {

        @Test
        void takesTheCodeHoweverItIsTyped() {
            for (UnaryOperator<String> typing : List.<UnaryOperator<String>>of(
                    code -> code,
                    code -> code.toLowerCase(Locale.ROOT),
                    code -> code.replace("-", " "),
                    code -> code.replace("-", ""),
                    code -> "  " + code + " ",
                    code -> code.replace("", "."))) {
                String typed = typing.apply(Device.begin(as).userCode());

                assertThat(Device.enter(as.browser(), typed).text()).as(typed).contains("Sign in");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    "BBBB-BBBB",
                    "AAAA-AAAA",
                    "BBBB-BBBBB",
                    "BBBB",
                    "0000-0000",
                    "<script>",
                    "' OR 1=1",
                    "ＢＢＢＢ-ＢＢＢＢ",
                    "ſſſſ-ſſſſ",
                })
        void sendsAnyOtherTextBack(String typed) {
            WebResponse page = Device.enter(as.browser(), typed);

            assertThat(page.status()).isEqualTo(400);
            assertThat(page.text()).contains("There is no such code").doesNotContain("<script>");
        }

        @Test
        void isFilledInByALinkAndSentByThePerson() {
            Device device = Device.begin(as);
            Browser browser = as.browser();

            WebResponse page = browser.open(
                    device.codes.string("verification_uri_complete").orElseThrow());

            assertThat(page.text()).contains("value=\"" + device.userCode() + "\"");
            assertThat(error(device.poll())).isEqualTo("authorization_pending");
        }

        @Test
        void doesNotLetALinkWriteIntoIt() {
            String page = as.browser()
                    .open("/device?user_code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                    .text();

            assertThat(page).doesNotContain("<script>");
        }

        @Test
        void hasNoScriptAndCanNotBeFramed() {
            WebResponse page = as.browser().open("/device");

            assertThat(page.header("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'sha256-")
                    .contains("frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("script-src");
            assertThat(page.header("X-Frame-Options")).contains("DENY");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.header("Referrer-Policy")).contains("no-referrer");
            assertThat(page.header("Set-Cookie").orElseThrow())
                    .startsWith("__Host-")
                    .contains("HttpOnly", "SameSite=Lax", "Secure");
            assertThat(page.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(page.text()).doesNotContain("<script", "onclick", "javascript:");
        }

        @Test
        void takesNoFormOfAnotherSite() {
            Device device = Device.begin(as);
            Browser victim = as.browser();
            victim.open("/device");
            Browser attacker = as.browser();
            WebResponse stolen = attacker.open("/device");

            assertThat(as.form("/device", "user_code", device.userCode()).status())
                    .as("without cookie")
                    .isEqualTo(400);
            assertThat(victim.submitTo("/device", WebResponse.html(200, ""), "user_code", device.userCode())
                            .status())
                    .as("without nonce")
                    .isEqualTo(400);
            assertThat(victim.submitTo("/device", stolen, "user_code", device.userCode())
                            .status())
                    .as("with the nonce of another browser")
                    .isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("device.form");
        }

        @Test
        void doesNotTakeTheCodeFromTheQueryOfAPost() {
            Device device = Device.begin(as);
            Browser browser = as.browser();
            WebResponse page = browser.open("/device");

            assertThat(browser.submitTo("/device?user_code=" + device.userCode(), page)
                            .status())
                    .isBetween(400, 404);
        }

        @Test
        void stopsGuessingWhoeverGuesses() {
            TestServer tight =
                    new TestServer(settings -> Device.allowed(settings).userCodeFailuresPerWindow(5));
            Device device = Device.begin(tight);
            for (int i = 0; i < 5; i++) {
                assertThat(Device.enter(tight.browser(), "BBBB-BBBB").status()).isEqualTo(400);
            }

            WebResponse right = device.enter(tight.browser());
            assertThat(right.status()).isEqualTo(429);
            assertThat(right.header("Retry-After")).isPresent();
            tight.advance(Duration.ofMinutes(5));
            assertThat(device.enter(tight.browser()).text()).contains("Sign in");
        }
    }

    @Nested
    @DisplayName("consent")
    class Consent {

        @Test
        void showsTheCodeTheDeviceAndTheWarning() {
            Device device = Device.begin(as);
            Browser browser = as.browser();

            String page = browser.signIn(device.enter(browser)).text();

            assertThat(page)
                    .contains(device.userCode(), "Allow Device tv to connect?", "db:read", "Bookshop")
                    .contains("Continue only if a device in front of you shows this very code");
        }

        @Test
        void isAskedEvenIfItIsRememberedForOthersAndThePersonIsSignedIn() {
            TestServer remembering =
                    new TestServer(settings -> Device.allowed(settings).rememberConsent(true));
            Browser browser = remembering.browser();
            Device.begin(remembering).answer(browser, "approve");

            WebResponse page = Device.begin(remembering).enter(browser);

            assertThat(page.text()).contains("Allow Device tv to connect?");
        }

        @Test
        void isForTheBrowserThatEnteredTheCode() {
            Device device = Device.begin(as);
            Browser one = as.browser();
            WebResponse page = device.enter(one);

            assertThat(as.browser().signIn(page).status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("login.other-browser");
        }

        @Test
        void deniedIsDenied() {
            Device device = Device.begin(as);
            WebResponse page = device.answer(as.browser(), "deny");

            assertThat(page.text()).contains("not connected");
            assertThat(error(device.poll())).isEqualTo("access_denied");
            assertThat(device.poll().status()).isEqualTo(400);
            assertThat(device.enter(as.browser()).status())
                    .as("the code is gone")
                    .isEqualTo(400);
        }

        @Test
        void cancelledAtTheSignInIsDenied() {
            Device device = Device.begin(as);
            Browser browser = as.browser();
            browser.submit(device.enter(browser), "action", "deny");

            assertThat(error(device.poll())).isEqualTo("access_denied");
        }

        @Test
        void theFirstAnswerCounts() {
            Device device = Device.begin(as);
            Browser one = as.browser();
            Browser two = as.browser();
            WebResponse first = one.signIn(device.enter(one));
            WebResponse second = two.signIn(device.enter(two));
            one.submit(first, "action", "approve");

            assertThat(two.submit(second, "action", "deny").status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("device.over");
            assertThat(device.poll().status()).isEqualTo(200);
        }

        @Test
        void oneAnswerHoweverManyCome() {
            for (int round = 0; round < 20; round++) {
                Device device = Device.begin(as);
                List<CompletableFuture<WebResponse>> answers = IntStream.range(0, 6)
                        .mapToObj(i -> {
                            Browser browser = as.browser();
                            WebResponse page = browser.signIn(device.enter(browser));
                            return CompletableFuture.supplyAsync(
                                    () -> browser.submit(page, "action", i % 2 == 0 ? "approve" : "deny"));
                        })
                        .toList();
                for (int i = 0; i < 3; i++) {
                    CompletableFuture.runAsync(device::poll);
                }

                assertThat(answers.stream().map(CompletableFuture::join).map(WebResponse::status))
                        .containsOnlyOnce(200)
                        .filteredOn(status -> status == 400)
                        .hasSize(5);
            }
        }
    }

    @Nested
    @DisplayName("polling (§3.4, §3.5)")
    class Polling {

        @Test
        void tooOftenIsToldAndCounts() {
            Device device = Device.begin(as);
            assertThat(error(device.poll())).isEqualTo("authorization_pending");
            as.advance(Duration.ofSeconds(2));
            assertThat(error(device.poll())).isEqualTo("slow_down");
            as.advance(Duration.ofSeconds(6));
            assertThat(error(device.poll())).as("ten seconds now").isEqualTo("slow_down");
            as.advance(Duration.ofSeconds(15));
            assertThat(error(device.poll())).as("fifteen now").isEqualTo("authorization_pending");
        }

        @Test
        void anApprovalIsNotHeldBackFromAnEagerDevice() {
            Device device = Device.begin(as);
            device.poll();
            device.poll();
            device.answer(as.browser(), "approve");

            assertThat(device.poll().status()).isEqualTo(200);
        }

        @Test
        void afterTheTimeIsOver() {
            Device device = Device.begin(as);
            as.advance(Duration.ofMinutes(10));
            assertThat(error(device.poll())).isEqualTo("expired_token");
            assertThat(device.enter(as.browser()).status()).isEqualTo(400);
            as.advance(Duration.ofMinutes(10));
            assertThat(error(device.poll())).isEqualTo("invalid_grant");
        }

        @ParameterizedTest
        @CsvSource({
            "device_code, '', 400, invalid_request",
            "device_code, x, 400, invalid_grant",
            "device_code, é, 400, invalid_grant",
            "device_code, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 400, invalid_grant",
            "client_id, '', 401, invalid_client",
            "client_id, nobody, 401, invalid_client",
            "client_id, radio, 400, invalid_grant",
            "client_id, app, 400, unauthorized_client",
            "client_secret, x, 401, invalid_client",
            "resource, https://other.example/, 400, invalid_target",
            "grant_type, device_code, 400, unsupported_grant_type",
        })
        void ofAnotherKindGetsNothingAndSpendsNothing(String name, String value, int status, String error) {
            Device device = approved();
            Map<String, String> form = new LinkedHashMap<>(Map.of(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:device_code",
                    "client_id",
                    "tv",
                    "device_code",
                    device.deviceCode()));
            form.put(name, value);
            WebResponse response = as.post(
                    "/token",
                    Map.of(),
                    FORM,
                    TestServer.encode(form.entrySet().stream()
                            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                            .toArray(String[]::new)));

            assertThat(response.status()).isEqualTo(status);
            assertThat(error(response)).isEqualTo(error);
            assertThat(device.poll().status()).isEqualTo(200);
        }

        @Test
        void aUserCodeIsNoDeviceCodeAndADeviceCodeNoAuthorizationCode() {
            Device device = approved();

            assertThat(error(as.form(
                            "/token",
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device_code",
                            "client_id",
                            "tv",
                            "device_code",
                            device.userCode())))
                    .isEqualTo("invalid_grant");
            assertThat(error(as.redeem(device.deviceCode()))).isEqualTo("invalid_grant");
        }

        @Test
        void redeemsOnceWhateverComesAtTheSameTime() {
            Device device = approved();
            List<String> bodies = IntStream.range(0, 50)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> device.poll().text()))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            Set<String> answers = new HashSet<>(bodies);
            answers.removeIf(body -> !body.contains("access_token"));
            assertThat(answers)
                    .as("one pair of tokens, repeated to whom it got lost")
                    .hasSize(1);
        }

        @Test
        void aCodeThatComesAgainLaterEndsTheGrant() {
            Device device = approved();
            JsonObject tokens = json(device.poll());
            as.advance(Duration.ofSeconds(11));

            assertThat(error(device.poll())).isEqualTo("invalid_grant");
            assertThat(as.lastReason()).isEqualTo("code.replayed");
            assertThat(error(as.form(
                            "/token",
                            "grant_type",
                            "refresh_token",
                            "client_id",
                            "tv",
                            "refresh_token",
                            tokens.string("refresh_token").orElseThrow())))
                    .isEqualTo("invalid_grant");
        }

        @Test
        void isAnsweredByAnyNode() {
            InMemoryOAuthStore shared = new InMemoryOAuthStore();
            TestServer one = new TestServer(Device::allowed, shared, TestServer::alice);
            TestServer two = new TestServer(Device::allowed, shared, TestServer::alice);
            Device device = Device.begin(one);
            Browser browser = two.browser();
            browser.submit(browser.signIn(Device.enter(browser, device.userCode())), "action", "approve");

            assertThat(device.poll().status()).isEqualTo(200);
        }
    }
}
