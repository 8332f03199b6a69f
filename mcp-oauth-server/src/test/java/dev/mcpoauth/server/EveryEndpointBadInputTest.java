package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.VERIFIER;
import static dev.mcpoauth.server.TestServer.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Each way to send a form wrongly, at each endpoint that takes one: the same answer, and nothing is spent")
class EveryEndpointBadInputTest {
    private static final String SECRET = "p:%w+rd";
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String NONE = "";

    private final TestServer as = new TestServer(EveryEndpointBadInputTest::settings);

    private static SettingsBuilder settings(SettingsBuilder ignored) {
        return AuthorizationServerSettings.builder()
                .issuer(TestServer.ISSUER)
                .resource(ResourceSettings.of(RESOURCE, Scope.of("db:read"))
                        .withDefaultScopes(Scope.of("db:read"))
                        .withIntrospectionBy("vault"))
                .deviceAuthorization(true)
                .client(ClientSettings.publicClient("app", REDIRECT))
                .client(ClientSettings.parse(JsonObject.builder()
                        .put("client_id", "vault")
                        .put("client_secret", SECRET)
                        .put("redirect_uris", List.of(REDIRECT))
                        .put(
                                "grant_types",
                                List.of("authorization_code", "refresh_token", "client_credentials", DEVICE))
                        .build()));
    }

    /** An endpoint with a request that it grants, without the client's credentials. */
    private record Target(String name, String path, Function<TestServer, String> form) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Target target(String name, String path, Function<TestServer, String> form) {
        return new Target(name, path, form);
    }

    private static String tokenOfVault(TestServer as, String name) {
        return JsonObject.parse(
                        send(as, post("/token", exchange(as) + credentials())).body())
                .string(name)
                .orElseThrow();
    }

    private static String exchange(TestServer as) {
        return encode(
                "grant_type",
                "authorization_code",
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER.reveal(),
                "code",
                as.code("client_id", "vault"));
    }

    private static String poll(TestServer as) {
        JsonObject codes = JsonObject.parse(send(as, post("/device_authorization", "scope=db%3Aread" + credentials()))
                .body());
        Browser browser = as.browser();
        WebResponse page = Device.enter(browser, codes.string("user_code").orElseThrow());
        browser.submit(browser.signIn(page), "action", "approve");
        return encode(
                "grant_type", DEVICE, "device_code", codes.string("device_code").orElseThrow());
    }

    private static final List<Target> TARGETS = List.of(
            target("token: authorization_code", "/token", EveryEndpointBadInputTest::exchange),
            target(
                    "token: refresh_token",
                    "/token",
                    as -> encode("grant_type", "refresh_token", "refresh_token", tokenOfVault(as, "refresh_token"))),
            target("token: client_credentials", "/token", as -> encode("grant_type", "client_credentials")),
            target("token: device_code", "/token", EveryEndpointBadInputTest::poll),
            target(
                    "par",
                    "/par",
                    as -> encode(
                            "response_type",
                            "code",
                            "redirect_uri",
                            REDIRECT,
                            "code_challenge",
                            VERIFIER.challenge().base64Url(),
                            "code_challenge_method",
                            "S256")),
            target("revoke", "/revoke", as -> encode("token", tokenOfVault(as, "access_token"))),
            target("introspect", "/introspect", as -> encode("token", tokenOfVault(as, "access_token"))),
            target("device_authorization", "/device_authorization", as -> encode("scope", "db:read")));

    private static String credentials() {
        return "&" + encode("client_id", "vault", "client_secret", SECRET);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static WebRequest request(String method, String path, String query, String type, String authorization) {
        Map<String, List<String>> headers = new HashMap<>();
        if (!type.isEmpty()) {
            headers.put("Content-Type", List.of(type));
        }
        if (!authorization.isEmpty()) {
            headers.put("Authorization", Arrays.asList(authorization.split("\n", -1)));
        }
        return WebRequest.of(method, path, query, headers);
    }

    private static WebRequest post(String path, String form) {
        return body(request("POST", path, NONE, FORM, NONE), form);
    }

    private static WebRequest body(WebRequest request, String text) {
        return request.withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    private static WebResponse send(TestServer as, WebRequest request) {
        return as.server.handle(request);
    }

    /** What is done to a good request, and what answers it. */
    private record Malformation(
            String name, int status, String error, String reason, BiFunction<String, String, WebRequest> request) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Malformation form(
            String name, int status, String error, String reason, Function<String, String> form) {
        return new Malformation(name, status, error, reason, (path, good) -> post(path, form.apply(good)));
    }

    private static Malformation appended(String name, String reason, String suffix) {
        return form(name, 400, "invalid_request", reason, good -> good + credentials() + suffix);
    }

    private static Malformation typed(String name, String type) {
        return new Malformation(
                name,
                415,
                "invalid_request",
                "request.unsupported-media-type",
                (path, good) -> body(request("POST", path, NONE, type, NONE), good + credentials()));
    }

    private static Malformation method(String method) {
        return new Malformation(
                method + " in place of POST",
                405,
                "invalid_request",
                "request.method-not-allowed",
                (path, good) -> body(request(method, path, NONE, FORM, NONE), good + credentials()));
    }

    private static Malformation authorized(
            String name, int status, String error, String reason, String header, String more) {
        return new Malformation(
                name,
                status,
                error,
                reason,
                (path, good) -> body(request("POST", path, NONE, FORM, header), good + more));
    }

    private static Malformation refused(String name, String reason, String header, String more) {
        return authorized(name, 401, "invalid_client", reason, header, more);
    }

    private static final List<Malformation> MALFORMATIONS = List.of(
            appended("a parameter twice", "form.duplicate-parameter", "&client_id=vault"),
            appended("an unknown parameter twice", "form.duplicate-parameter", "&x=1&x=1"),
            appended("NUL", "form.control-character", "&x=%00"),
            appended("NUL in a name", "form.control-character", "&%00=x"),
            appended("a line break", "form.control-character", "&x=%0d%0aSet-Cookie:%20a=b"),
            appended("an escape sequence", "form.control-character", "&x=%1b[31m"),
            appended("a raw line break", "form.malformed-encoding", "&x=a\nb"),
            appended("DEL", "form.control-character", "&x=%7f"),
            appended("half an escape", "form.malformed-encoding", "&x=%"),
            appended("an escape of other letters", "form.malformed-encoding", "&x=%zz"),
            appended("no UTF-8", "form.malformed-encoding", "&x=%ff%fe"),
            appended("UTF-8 that breaks off", "form.malformed-encoding", "&x=%c3"),
            appended("an overlong form", "form.malformed-encoding", "&x=%c0%ae"),
            appended("half a surrogate pair", "form.malformed-encoding", "&x=%ed%a0%80"),
            appended("a parameter without a name", "form.malformed-encoding", "&=x"),
            typed("no media type", ""),
            typed("JSON by its type", "application/json"),
            typed("plain text", "text/plain"),
            typed("multipart", "multipart/form-data; boundary=x"),
            typed("two types", "application/x-www-form-urlencoded, text/plain"),
            new Malformation(
                    "JSON where a form is due",
                    415,
                    "invalid_request",
                    "request.unsupported-media-type",
                    (path, good) ->
                            body(request("POST", path, NONE, "application/json", NONE), "{\"client_id\":\"vault\"}")),
            new Malformation(
                    "more than the limit",
                    413,
                    "invalid_request",
                    "request.too-large",
                    (path, good) -> request("POST", path, NONE, FORM, NONE).withTruncatedBody()),
            method("GET"),
            method("PUT"),
            method("HEAD"),
            method("post"),
            refused("no client", "client.missing", NONE, NONE),
            refused("a client that nobody knows", "client.unknown", NONE, "&client_id=nobody&client_secret=x"),
            refused(
                    "the name in capitals",
                    "client.unknown",
                    NONE,
                    "&" + encode("client_id", "VAULT", "client_secret", SECRET)),
            refused(
                    "a name with a blank",
                    "client.unknown",
                    NONE,
                    "&" + encode("client_id", "vault ", "client_secret", SECRET)),
            refused("no secret", "client.secret-missing", NONE, "&client_id=vault"),
            refused("another secret", "client.secret-wrong", NONE, "&client_id=vault&client_secret=x"),
            refused(
                    "the secret with a blank",
                    "client.secret-wrong",
                    NONE,
                    "&" + encode("client_id", "vault", "client_secret", SECRET + " ")),
            refused("another secret in the header", "client.secret-wrong", basic("vault:x"), NONE),
            refused(
                    "a client without secret that sends one",
                    "client.secret-unexpected",
                    NONE,
                    "&client_id=app&client_secret=x"),
            refused("the secret as bearer token", "client.credentials-malformed", "Bearer " + SECRET, NONE),
            refused("a header of no known scheme", "client.credentials-malformed", "Digest username=\"vault\"", NONE),
            refused("Basic with no base64", "client.credentials-malformed", "Basic %%%", NONE),
            refused("Basic with no colon", "client.credentials-malformed", basic("vault"), NONE),
            authorized(
                    "two headers",
                    400,
                    "invalid_request",
                    "client.credentials-mixed",
                    basic("vault:" + SECRET) + "\n" + basic("vault:" + SECRET),
                    NONE),
            authorized(
                    "secrets in header and form",
                    400,
                    "invalid_request",
                    "client.credentials-mixed",
                    basic("vault:" + SECRET),
                    credentials()),
            authorized(
                    "another client in header and form",
                    400,
                    "invalid_request",
                    "client.credentials-mixed",
                    basic("vault:" + SECRET),
                    "&client_id=app"),
            authorized(
                    "a secret and an assertion",
                    400,
                    "invalid_request",
                    "client.credentials-mixed",
                    NONE,
                    credentials() + assertion()),
            authorized(
                    "Basic and an assertion",
                    400,
                    "invalid_request",
                    "client.credentials-mixed",
                    basic("vault:" + SECRET),
                    assertion()),
            refused(
                    "an assertion that is none",
                    "client.assertion-malformed",
                    NONE,
                    "&client_id=vault&"
                            + encode("client_assertion_type", Assertions.TYPE, "client_assertion", "e30.e30.e30")),
            refused(
                    "an assertion of no type",
                    "client.assertion-malformed",
                    NONE,
                    "&client_id=vault&client_assertion=e30.e30.e30"),
            refused(
                    "a type and no assertion",
                    "client.assertion-malformed",
                    NONE,
                    "&client_id=vault&" + encode("client_assertion_type", Assertions.TYPE)),
            authorized(
                    "an assertion of another client",
                    400,
                    "invalid_request",
                    "client.credentials-mixed",
                    NONE,
                    "&client_id=app" + assertion()),
            refused(
                    "an assertion of a client that has a secret",
                    "client.assertion-unexpected",
                    NONE,
                    "&client_id=vault" + assertion()));

    /** Where the query is given in place of the body, what is missed first differs. */
    private static Malformation inTheQuery(Target target) {
        boolean grantComesFirst = target.path().equals("/token");
        return new Malformation(
                "the query where a form is due",
                grantComesFirst ? 400 : 401,
                grantComesFirst ? "invalid_request" : "invalid_client",
                grantComesFirst ? "request.parameter-missing" : "client.missing",
                (path, good) -> request("POST", path, good + credentials(), FORM, NONE));
    }

    /** One that would be good if the client had a key. */
    private static String assertion() {
        Map<String, Object> claims = Assertions.claims("vault", Instant.parse("2026-11-01T12:00:00Z"));
        return "&"
                + encode(
                        "client_assertion_type",
                        Assertions.TYPE,
                        "client_assertion",
                        Assertions.sign(Assertions.EC, claims));
    }

    static Stream<Arguments> all() {
        return TARGETS.stream()
                .flatMap(target -> Stream.concat(MALFORMATIONS.stream(), Stream.of(inTheQuery(target)))
                        .map(bad -> Arguments.of(target, bad)));
    }

    /** What of it concerns any form, whoever sends it. */
    static Stream<Arguments> pages() {
        return Stream.of("/authorize", "/authorize/interaction", "/device")
                .flatMap(path -> MALFORMATIONS.stream()
                        .filter(bad -> !bad.reason().startsWith("client."))
                        .filter(bad -> !bad.name().startsWith("GET"))
                        .map(bad -> Arguments.of(path, bad)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pages")
    void isAPageThatNobodyCanFrame(String path, Malformation bad) {
        WebResponse refused = send(as, bad.request().apply(path, "first=1"));

        assertThat(refused.status()).isEqualTo(bad.status());
        assertThat(as.lastReason()).isEqualTo(bad.reason());
        assertThat(refused.header("Location")).isEmpty();
        assertThat(refused.header("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(refused.header("X-Frame-Options")).contains("DENY");
        assertThat(refused.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'");
        assertThat(refused.header("Referrer-Policy")).contains("no-referrer");
        assertThat(refused.header("Set-Cookie")).isEmpty();
        assertThat(refused.text()).doesNotContain("Exception", "dev.mcpoauth", SECRET);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    void isRefusedAndSpendsNothing(Target target, Malformation bad) {
        String good = target.form().apply(as);

        WebResponse refused = send(as, bad.request().apply(target.path(), good));

        assertThat(refused.status()).isEqualTo(bad.status());
        assertThat(as.lastReason()).isEqualTo(bad.reason());
        assertThat(TestServer.error(refused)).isEqualTo(bad.error());
        assertThat(refused.header("Cache-Control")).contains("no-store");
        assertThat(refused.header("X-Correlation-Id")).isPresent();
        assertThat(refused.header("WWW-Authenticate").isPresent())
                .as("a challenge where the header was used, and only there")
                .isEqualTo(bad.status() == 401
                        && bad.request().apply("/", "").header("Authorization").isPresent());
        assertThat(refused.text()).doesNotContain("Exception", "dev.mcpoauth", SECRET);
        assertThat(send(as, post(target.path(), good + credentials())).status())
                .as("the same request, sent rightly")
                .isIn(200, 201);
    }
}
