package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.VERIFIER;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.resource.ResourceRequest;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The failures that people report, and what the page of recent flows answers to "why?". */
@DisplayName("The page of recent flows names cause and remedy of")
class ProvokedFailuresTest {
    private static final String OTHER_RESOURCE = "https://as.example/other";
    private static final ClientSecret SECRET = ClientSecret.parse("correct-horse-battery-staple-123");
    private static final CodeVerifier OTHER = CodeVerifier.of("another-verifier-of-forty-three-characters-x");
    private static final String SHORT = "0123456789abcdef0123456789abcdef";
    private static final byte[] DIGEST =
            Base64.getUrlDecoder().decode(VERIFIER.challenge().base64Url());
    private static final String HEX = HexFormat.of().formatHex(DIGEST);

    private final FlowJournal journal = new FlowJournal();
    private final AtomicBoolean down = new AtomicBoolean();
    private final TestServer as = new TestServer(
            settings -> settings.resource(ResourceSettings.of(OTHER_RESOURCE, Scope.of("db:read")))
                    .client(ClientSettings.publicClient("desktop", "http://127.0.0.1/callback"))
                    .client(ClientSettings.publicClient("web", "https://client.example:8443/done"))
                    .client(ClientSettings.confidentialClient("keeper", SECRET, "https://client.example/kept")),
            new FailingVerb(new InMemoryOAuthStore(), "find", down::get).store(),
            TestServer::alice,
            builder -> builder.flowPage(journal, Set.of("alice-id")));

    private interface Failure {
        void of(ProvokedFailuresTest test, TestServer as);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aFailure(String symptom, String reason, String cause, String remedy, Failure failure) {
        failure.of(this, as);
        down.set(false);

        Flow flow = journal.recent(50).stream()
                .filter(one -> one.stoppedAt()
                        .filter(event -> event.reason().id().equals(reason))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError(as.reasons()));
        Browser operator = as.browser();
        operator.signIn(operator.open("/flows"));
        String page = operator.open("/flows?flow=" + flow.id())
                .text()
                .replace("&#39;", "'")
                .replace("&quot;", "\"");

        assertThat(page).contains("Stopped: " + reason).contains(cause).contains(remedy);
    }

    static Stream<Arguments> failures() {
        return Stream.of(ofTheChallenge(), ofTheVerifier(), ofRequests(), ofCodesAndTokens(), ofCallsAndTheServer())
                .flatMap(one -> one);
    }

    private static Arguments row(String symptom, String reason, String cause, String remedy, Failure failure) {
        return arguments(symptom, reason, cause, remedy, failure);
    }

    private static Failure asking(String... changes) {
        return (test, as) -> as.get(authorize(changes));
    }

    private static Failure redeeming(String... changes) {
        return (test, as) -> as.redeem(as.code(), changes);
    }

    private static Stream<Arguments> ofTheChallenge() {
        return Stream.of(
                row(
                        "a challenge in hexadecimal digits",
                        "pkce.challenge-form-not-tolerated",
                        "in a legacy encoding",
                        "accepted with the tolerance [HEX_DIGEST]",
                        asking("code_challenge", HEX)),
                row(
                        "hexadecimal digits in base64url",
                        "pkce.challenge-form-not-tolerated",
                        "in a legacy encoding",
                        "accepted with the tolerance [HEX_DIGEST_IN_BASE64URL]",
                        asking(
                                "code_challenge",
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(HEX.getBytes(StandardCharsets.US_ASCII)))),
                row(
                        "a challenge with padding",
                        "pkce.challenge-form-not-tolerated",
                        "in a legacy encoding",
                        "accepted with the tolerance [PADDING]",
                        asking("code_challenge", Base64.getUrlEncoder().encodeToString(DIGEST))),
                row(
                        "a method spelled otherwise",
                        "pkce.method-spelling-not-tolerated",
                        "is spelled otherwise",
                        "accepted with the tolerance [METHOD_SPELLING]",
                        asking("code_challenge_method", "sha256")),
                row(
                        "the plain method",
                        "pkce.plain-refused",
                        "The method is plain",
                        "protects nobody",
                        asking("code_challenge", OTHER.reveal(), "code_challenge_method", "plain")));
    }

    private static Stream<Arguments> ofTheVerifier() {
        return Stream.of(
                row(
                        "a wrong verifier",
                        "pkce.verifier-mismatch",
                        "belongs to another challenge",
                        "one verifier per state",
                        redeeming("code_verifier", OTHER.reveal())),
                row(
                        "two sign-ins that crossed",
                        "pkce.verifier-mismatch",
                        "Two sign-ins crossed",
                        "one verifier per state",
                        (test, as) -> {
                            String mine = as.code();
                            as.code("code_challenge", OTHER.challenge().base64Url());
                            as.redeem(mine, "code_verifier", OTHER.reveal());
                        }),
                row(
                        "the challenge in place of the verifier",
                        "pkce.verifier-is-challenge",
                        "sent again in place of the verifier",
                        "No option accepts this",
                        redeeming("code_verifier", VERIFIER.challenge().base64Url())),
                row(
                        "a verifier that is too short",
                        "pkce.verifier-malformed",
                        "fewer than 43",
                        "accepted with the tolerance [VERIFIER_LENGTH]",
                        (test, as) -> as.redeem(
                                as.code(
                                        "code_challenge",
                                        Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(SHORT))),
                                "code_verifier",
                                SHORT)),
                row(
                        "no verifier",
                        "pkce.verifier-missing",
                        "redeemed without code_verifier",
                        "lost its verifier",
                        redeeming("code_verifier", "")));
    }

    private static Stream<Arguments> ofRequests() {
        return Stream.of(
                row(
                        "another port than the registered one",
                        "redirect.not-registered",
                        "has not registered this redirect_uri",
                        "Register it",
                        asking("client_id", "web", "redirect_uri", "https://client.example:9443/done")),
                row(
                        "localhost in place of 127.0.0.1",
                        "redirect.not-registered",
                        "only in localhost for 127.0.0.1",
                        "loopback-host",
                        asking("client_id", "desktop", "redirect_uri", "http://localhost:4711/callback")),
                row(
                        "a slash at the end of the redirect URI",
                        "redirect.not-registered",
                        "by the slash at its end only",
                        "Register it",
                        asking("client_id", "web", "redirect_uri", "https://client.example:8443/done/")),
                row(
                        "a resource that is another",
                        "resource.unknown",
                        "uses another host name",
                        "Compare the event's resource with the settings",
                        asking("resource", "https://www.as.example/mcp")),
                row(
                        "a client that the server forgot",
                        "client.unknown",
                        "registered",
                        "again",
                        asking("client_id", "gone-since-the-restart")),
                row(
                        "a wrong secret",
                        "client.secret-wrong",
                        "secret",
                        "secret",
                        (test, as) -> as.form(
                                "/token",
                                "grant_type",
                                "authorization_code",
                                "code",
                                "x",
                                "client_id",
                                "keeper",
                                "client_secret",
                                "wrong-horse")));
    }

    private static Stream<Arguments> ofCodesAndTokens() {
        return Stream.of(
                row("a code that is too old", "code.expired", "time is over", "codeLifetime", (test, as) -> {
                    String code = as.code();
                    as.advance(Duration.ofMinutes(11));
                    as.redeem(code);
                }),
                row("a code that came twice", "code.replayed", "redeemed before", "redeems twice", (test, as) -> {
                    String code = as.code();
                    as.redeem(code);
                    as.advance(Duration.ofMinutes(1));
                    as.redeem(code);
                }),
                row(
                        "a refresh token that two processes use",
                        "refresh.reused",
                        "kept by a second process",
                        "refreshReplayWindow",
                        (test, as) -> {
                            String first = refreshToken(as);
                            as.refresh(first);
                            as.advance(Duration.ofMinutes(10));
                            as.refresh(first);
                        }),
                row(
                        "a refresh token that nobody used for long",
                        "refresh.expired",
                        "not used for too long",
                        "Sign in again",
                        (test, as) -> {
                            String old = refreshToken(as);
                            as.advance(Duration.ofDays(400));
                            as.refresh(old);
                        }));
    }

    private static Stream<Arguments> ofCallsAndTheServer() {
        return Stream.of(
                row(
                        "a token for another resource",
                        "token.other-resource",
                        "issued for another resource",
                        "must send resource",
                        (test, as) -> test.call(OTHER_RESOURCE, accessToken(as))),
                row(
                        "a token that is over, or a clock that is wrong",
                        "token.expired",
                        "time is over",
                        "its clock is off",
                        (test, as) -> {
                            String token = accessToken(as);
                            as.advance(Duration.ofHours(2));
                            test.call(RESOURCE, token);
                        }),
                row("a database that is away", "store.unavailable", "store", "store", (test, as) -> {
                    test.down.set(true);
                    as.get(authorize("client_id", "registered-somewhere"));
                }));
    }

    private void call(String resource, String token) {
        as.server
                .protectedResource(resource)
                .build()
                .admit(ResourceRequest.of("POST", "/", "", Map.of("Authorization", List.of("Bearer " + token))));
    }

    private static String accessToken(TestServer as) {
        return as.tokens().string("access_token").orElseThrow();
    }

    private static String refreshToken(TestServer as) {
        return json(as.redeem(as.code())).string("refresh_token").orElseThrow();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
