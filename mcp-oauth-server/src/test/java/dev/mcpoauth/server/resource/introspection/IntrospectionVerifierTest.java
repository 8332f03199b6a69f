package dev.mcpoauth.server.resource.introspection;

import static dev.mcpoauth.server.resource.TestIssuer.INTROSPECT;
import static dev.mcpoauth.server.resource.TestIssuer.METADATA;
import static dev.mcpoauth.server.resource.TestIssuer.json;
import static dev.mcpoauth.server.resource.TestIssuer.redirectTo;
import static dev.mcpoauth.server.resource.TestIssuer.status;
import static dev.mcpoauth.server.resource.TestIssuer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.resource.MovedClock;
import dev.mcpoauth.server.resource.TestIssuer;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.Verification;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Asking another issuer about tokens (RFC 7662)")
class IntrospectionVerifierTest {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("https://mcp.example/mcp");
    private static final ClientSecret SECRET = ClientSecret.parse("p:%w+rd");

    private final TestIssuer issuer = new TestIssuer();
    private final MovedClock clock = new MovedClock();
    private final List<DiagnosticEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final IntrospectionVerifier verifier = builder().build();

    @AfterEach
    void close() {
        issuer.close();
    }

    private IntrospectionVerifierBuilder builder() {
        return IntrospectionVerifier.of(issuer.issuer(), "bookshop", SECRET)
                .clock(clock)
                .diagnostics(events::add)
                .timeout(Duration.ofSeconds(20));
    }

    private JsonObject.Builder active() {
        return JsonObject.builder()
                .put("active", true)
                .put("iss", issuer.issuer().value())
                .put("sub", "alice")
                .put("client_id", "app")
                .put("aud", RESOURCE.value())
                .put("scope", "db:read")
                .put("exp", clock.instant().getEpochSecond() + 600);
    }

    private void answers(JsonObject claims) {
        answers(json(claims));
    }

    private void answers(TestIssuer.Answer answer) {
        issuer.answer(INTROSPECT, exchange -> {
            forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            credentials.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse(""));
            answer.to(exchange);
        });
    }

    private static String reason(Verification outcome) {
        return outcome instanceof Verification.Inactive inactive
                ? inactive.reason().id()
                : "active";
    }

    private String outcome(String token) {
        return reason(verifier.verify(token, RESOURCE));
    }

    private long questions() {
        return issuer.asked(INTROSPECT);
    }

    @Test
    void aGoodTokenSaysWhoCalls() {
        answers(active().put("tenant", "t1").build());
        Verification.Active outcome = (Verification.Active) verifier.verify("secret token", RESOURCE);

        assertThat(outcome.caller().subject()).isEqualTo("alice");
        assertThat(outcome.caller().clientId()).isEqualTo("app");
        assertThat(outcome.caller().scope()).isEqualTo(Scope.of("db:read"));
        assertThat(outcome.caller().issuer()).isEqualTo(issuer.issuer());
        assertThat(outcome.caller().expiresAt()).isEqualTo(clock.instant().plusSeconds(600));
        assertThat(outcome.caller().claims().string("tenant")).contains("t1");
    }

    @Test
    @DisplayName("§2.1: the token goes in a form, the secret in the header, each encoded")
    void asksAsTheRfcSays() {
        answers(active().build());
        verifier.verify("to ken+/=", RESOURCE);

        Parameters form = Parameters.parse(forms.get(0));
        assertThat(form.value("token")).contains("to ken+/=");
        assertThat(form.value("token_type_hint")).contains("access_token");
        assertThat(form.has("client_secret")).isFalse();
        assertThat(new String(Base64.getDecoder().decode(credentials.get(0).substring("Basic ".length()))))
                .isEqualTo("bookshop:p%3A%25w%2Brd");
    }

    @Test
    void orWithTheSecretInTheForm() {
        answers(active().build());
        builder().secretInForm().build().verify("t", RESOURCE);

        Parameters form = Parameters.parse(forms.get(0));
        assertThat(form.value("client_id")).contains("bookshop");
        assertThat(form.value("client_secret")).contains(SECRET.reveal());
        assertThat(credentials).containsExactly("");
    }

    @Test
    void theEndpointCanBeGiven() {
        answers(active().build());
        IntrospectionVerifier given =
                builder().endpoint(URI.create(issuer.url(INTROSPECT))).build();
        assertThat(reason(given.verify("t", RESOURCE))).isEqualTo("active");
        assertThat(issuer.distinct()).containsExactly(INTROSPECT);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("inactive", Map.of("active", false), "token.inactive"),
                Arguments.of("another issuer", Map.of("iss", "https://evil.example"), "token.other-issuer"),
                Arguments.of("another audience", Map.of("aud", "https://other.example"), "token.other-resource"),
                Arguments.of("audiences without", Map.of("aud", List.of("a", "b")), "token.other-resource"),
                Arguments.of("no audience", Map.of("aud", ""), "token.other-resource"),
                Arguments.of("audience nobody", Map.of("aud", List.of()), "token.other-resource"),
                Arguments.of("the client as audience", Map.of("aud", "app"), "token.other-resource"),
                Arguments.of("expired", Map.of("exp", 1L), "token.expired"),
                Arguments.of("end as text", Map.of("exp", "tomorrow"), "token.expired"),
                Arguments.of("no subject", Map.of("sub", ""), "token.claims-invalid"),
                Arguments.of("no client", Map.of("client_id", ""), "token.claims-invalid"),
                Arguments.of("bound to a key", Map.of("cnf", Map.of("jkt", "x")), "token.sender-constrained"),
                Arguments.of("of type DPoP", Map.of("token_type", "DPoP"), "token.sender-constrained"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("bad")
    void aBadTokenIsRefusedForItsReason(String what, Map<String, Object> changes, String reason) {
        JsonObject.Builder claims = active();
        changes.forEach((name, value) -> {
            if (value.equals("")) {
                claims.remove(name);
            } else {
                claims.put(name, value);
            }
        });
        answers(claims.build());
        assertThat(outcome("t")).isEqualTo(reason);
    }

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("no issuer", Map.of("iss", "")),
                Arguments.of("no end", Map.of("exp", "")),
                Arguments.of("no scope", Map.of("scope", "")),
                Arguments.of("a bearer token", Map.of("token_type", "bearer")),
                Arguments.of("several audiences", Map.of("aud", List.of("x", "https://mcp.example/mcp/"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void aGoodTokenIsAccepted(String what, Map<String, Object> changes) {
        JsonObject.Builder claims = active();
        changes.forEach((name, value) -> {
            if (value.equals("")) {
                claims.remove(name);
            } else {
                claims.put(name, value);
            }
        });
        answers(claims.build());
        assertThat(outcome("t")).isEqualTo("active");
    }

    @Test
    void whatAnIssuerCallsThingsCanBeSaid() {
        answers(active().remove("client_id")
                .put("azp", "app")
                .put("aud", "api://bookshop")
                .build());
        IntrospectionVerifier own = builder()
                .profile(TokenProfile.keycloak())
                .audiences("api://bookshop")
                .build();
        assertThat(reason(own.verify("t", RESOURCE))).isEqualTo("active");
    }

    @Nested
    @DisplayName("§4: answers are remembered for some seconds")
    class Cache {
        @Test
        void soThatOneTokenIsOneQuestion() {
            answers(active().build());
            for (int i = 0; i < 20; i++) {
                assertThat(outcome("t")).isEqualTo("active");
            }
            assertThat(questions()).isEqualTo(1);
        }

        @Test
        void goodAndBad() {
            answers(JsonObject.builder().put("active", false).build());
            for (int i = 0; i < 20; i++) {
                assertThat(outcome("t")).isEqualTo("token.inactive");
            }
            assertThat(questions()).isEqualTo(1);
        }

        @Test
        void soThatARevocationIsSeenThen() {
            answers(active().build());
            outcome("t");
            answers(JsonObject.builder().put("active", false).build());
            clock.advance(Duration.ofSeconds(14));
            assertThat(outcome("t")).isEqualTo("active");
            clock.advance(Duration.ofSeconds(1));
            assertThat(outcome("t")).isEqualTo("token.inactive");
        }

        @Test
        void butNeverPastTheTokensEnd() {
            answers(active().put("exp", clock.instant().getEpochSecond() - 20).build());
            assertThat(outcome("t")).as("within the skew").isEqualTo("active");
            clock.advance(Duration.ofSeconds(10));
            assertThat(outcome("t")).isEqualTo("token.expired");
        }

        @Test
        void andForNoOtherResource() {
            answers(active().build());
            outcome("t");
            assertThat(reason(verifier.verify("t", new ResourceIndicator("https://other.example"))))
                    .isEqualTo("token.other-resource");
        }

        @Test
        void orNotAtAll() {
            answers(active().build());
            IntrospectionVerifier each = builder().cacheTime(Duration.ZERO).build();
            each.verify("t", RESOURCE);
            each.verify("t", RESOURCE);
            assertThat(questions()).isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("Many requests at once")
    class AtOnce {
        private final List<Thread> threads = new CopyOnWriteArrayList<>();
        private final ExecutorService pool = Executors.newFixedThreadPool(12, task -> {
            Thread thread = new Thread(task);
            threads.add(thread);
            return thread;
        });
        private final CountDownLatch hold = new CountDownLatch(1);

        @AfterEach
        void end() {
            hold.countDown();
            pool.shutdownNow();
        }

        private void answersWhenReleased() {
            TestIssuer.Answer answer = json(active().build());
            answers(exchange -> {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                answer.to(exchange);
            });
        }

        @Test
        void withOneTokenAreOneQuestion() throws Exception {
            answersWhenReleased();
            List<Future<String>> running = Stream.generate(() -> pool.submit(() -> outcome("t")))
                    .limit(12)
                    .toList();
            await().until(() -> threads.size() == 12
                    && threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
            assertThat(questions()).isEqualTo(1);
            hold.countDown();
            for (Future<String> one : running) {
                assertThat(one.get()).isEqualTo("active");
            }
            assertThat(questions()).isEqualTo(1);
        }

        @Test
        void aSlowIssuerDoesNotTakeAllThreads() throws Exception {
            answersWhenReleased();
            IntrospectionVerifier narrow = builder().questionsAtOnce(2).build();
            Future<String> one = pool.submit(() -> reason(narrow.verify("1", RESOURCE)));
            Future<String> two = pool.submit(() -> reason(narrow.verify("2", RESOURCE)));
            await().until(() -> questions() == 2);

            assertThatThrownBy(() -> narrow.verify("3", RESOURCE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("at once");
            hold.countDown();
            assertThat(List.of(one.get(), two.get())).containsOnly("active");
            assertThat(reason(narrow.verify("3", RESOURCE))).isEqualTo("active");
        }
    }

    @Nested
    @DisplayName("An outage of the issuer: never the token's fault")
    class Outage {
        static Stream<Arguments> broken() {
            return Stream.of(
                    Arguments.of("it refuses our secret", status(401), "credentials"),
                    Arguments.of("it refuses us", status(403), "credentials"),
                    Arguments.of("it has had enough of us", status(429), "429"),
                    Arguments.of("it fails", status(500), "500"),
                    Arguments.of("it is elsewhere", status(404), "404"),
                    Arguments.of("it redirects", redirectTo("https://evil.example"), "302"),
                    Arguments.of("it answers a page", text(200, "<html>"), "JSON"),
                    Arguments.of("it answers nothing", text(200, ""), "JSON"),
                    Arguments.of("it does not say active", text(200, "{}"), "active"),
                    Arguments.of("it says active as text", text(200, "{\"active\":\"true\"}"), "active"),
                    Arguments.of("it says active twice", text(200, "{\"active\":false,\"active\":true}"), "duplicate"),
                    Arguments.of("it does not end", TestIssuer.endless(), "longer than"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("broken")
        void isAnOutage(String what, TestIssuer.Answer answer, String word) {
            answers(answer);
            assertThatThrownBy(() -> verifier.verify("t", RESOURCE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(word)
                    .hasMessageNotContaining(SECRET.reveal());
        }

        @Test
        void isNotRemembered() {
            answers(status(500));
            assertThatThrownBy(() -> verifier.verify("t", RESOURCE)).isInstanceOf(StoreException.class);
            answers(active().build());
            assertThat(outcome("t")).isEqualTo("active");
        }

        @Test
        void whatIsRememberedServesOn() {
            answers(active().build());
            outcome("t");
            answers(status(500));
            clock.advance(Duration.ofSeconds(14));
            assertThat(outcome("t")).isEqualTo("active");
        }

        @Test
        void withoutMetadataItIsAnOutage() {
            issuer.answer(METADATA, status(500));
            assertThatThrownBy(() -> verifier.load())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("introspection endpoint");
        }

        @Test
        void metadataThatCanNotBeRefreshedServesOnAndTheOperatorHearsOfIt() {
            answers(active().build());
            outcome("t");
            issuer.answer(METADATA, status(500));
            clock.advance(Duration.ofMinutes(10));
            assertThat(outcome("u")).isEqualTo("active");
            await().untilAsserted(() -> assertThat(events)
                    .singleElement()
                    .satisfies(event -> assertThat(event.reason().id()).isEqualTo("issuer.not-refreshed")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://issuer.example/introspect", "ftp://x/y", "/introspect"})
    void anInsecureEndpointIsRefused(String location) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().endpoint(URI.create(location)).build())
                .withMessageContaining("https");
    }

    @Test
    void settingsOutOfBoundsAreRefusedAllAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntrospectionVerifier.of(issuer.issuer(), "", SECRET)
                        .clockSkew(Duration.ofMinutes(6))
                        .cacheTime(Duration.ofMinutes(6))
                        .timeout(Duration.ofMinutes(1))
                        .questionsAtOnce(0)
                        .audiences("")
                        .build())
                .withMessageContainingAll("clock skew", "cache time", "timeout", "at once", "audience", "client id");
    }
}
