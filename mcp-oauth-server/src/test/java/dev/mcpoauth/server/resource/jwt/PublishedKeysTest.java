package dev.mcpoauth.server.resource.jwt;

import static dev.mcpoauth.server.jose.SignatureAlgorithm.EDDSA;
import static dev.mcpoauth.server.jose.SignatureAlgorithm.ES256;
import static dev.mcpoauth.server.resource.TestIssuer.KEYS;
import static dev.mcpoauth.server.resource.TestIssuer.METADATA;
import static dev.mcpoauth.server.resource.TestIssuer.OPENID;
import static dev.mcpoauth.server.resource.TestIssuer.json;
import static dev.mcpoauth.server.resource.TestIssuer.redirectTo;
import static dev.mcpoauth.server.resource.TestIssuer.status;
import static dev.mcpoauth.server.resource.TestIssuer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.MovedClock;
import dev.mcpoauth.server.resource.TestIssuer;
import dev.mcpoauth.server.resource.Verification;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

@DisplayName("The keys of another issuer: found, kept, asked for anew, and missed")
class PublishedKeysTest {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("https://mcp.example/mcp");
    private static final SigningKey FIRST = TestKeys.key(ES256).withKeyId("first");
    private static final SigningKey SECOND = TestKeys.key(EDDSA).withKeyId("second");

    private final TestIssuer issuer = new TestIssuer();
    private final MovedClock clock = new MovedClock();
    private final List<DiagnosticEvent> events = new CopyOnWriteArrayList<>();
    private final JwtVerifier verifier = builder().build();

    PublishedKeysTest() {
        issuer.publish(FIRST);
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    /** Without memory of verified tokens, so that every call needs a key. */
    private JwtVerifierBuilder builder() {
        return JwtVerifier.of(issuer.issuer())
                .clock(clock)
                .diagnostics(events::add)
                .cacheTime(Duration.ZERO)
                .timeout(Duration.ofSeconds(20));
    }

    private String token(SigningKey key) {
        long now = clock.instant().getEpochSecond();
        return key.sign(
                "at+jwt",
                JsonObject.builder()
                        .put("iss", issuer.issuer().value())
                        .put("aud", RESOURCE.value())
                        .put("sub", "alice")
                        .put("client_id", "app")
                        .put("exp", now + 86_400 * 3)
                        .build());
    }

    private static String reason(Verification outcome) {
        return outcome instanceof Verification.Inactive inactive
                ? inactive.reason().id()
                : "active";
    }

    private String outcome(SigningKey key) {
        return reason(verifier.verify(token(key), RESOURCE));
    }

    private void isOutage(Callable<?> call, String... words) {
        assertThatThrownBy(call::call).isInstanceOf(StoreException.class).hasMessageContainingAll(words);
    }

    @Nested
    @DisplayName("Discovery (RFC 8414 §3, OpenID Connect Discovery §4)")
    class Discovery {
        @Test
        void nothingIsFetchedBeforeTheFirstToken() {
            assertThat(issuer.asked()).isEmpty();
            verifier.load();
            assertThat(issuer.distinct()).containsExactly(METADATA, KEYS);
        }

        @Test
        void findsAnOpenidProvider() {
            issuer.answer(METADATA, status(404));
            issuer.answer(OPENID, json(issuer.metadata().build()));
            assertThat(outcome(FIRST)).isEqualTo("active");
        }

        @Test
        void ofAnIssuerWithAPathGoesOnUntilADocumentIsFound() {
            JwtVerifier tenant = JwtVerifier.of(new Issuer(issuer.url("/realms/main")))
                    .clock(clock)
                    .build();
            issuer.answer(
                    "/realms/main" + OPENID,
                    json(issuer.metadata()
                            .put("issuer", issuer.url("/realms/main"))
                            .build()));
            tenant.load();
            assertThat(issuer.distinct())
                    .containsExactly(METADATA + "/realms/main", OPENID + "/realms/main", "/realms/main" + OPENID, KEYS);
        }

        @Test
        void isLeftOutWhereTheKeysAreGiven() {
            JwtVerifier given = builder().keysAt(URI.create(issuer.url(KEYS))).build();
            assertThat(reason(given.verify(token(FIRST), RESOURCE))).isEqualTo("active");
            assertThat(issuer.distinct()).containsExactly(KEYS);
        }

        static Stream<Arguments> useless() {
            return Stream.of(
                    Arguments.of("another issuer's document", Map.of("issuer", "https://evil.example"), "issuer"),
                    Arguments.of("an issuer with a slash", Map.of("issuer", "SELF/"), "issuer"),
                    Arguments.of("no keys", Map.of("jwks_uri", ""), "jwks_uri"),
                    Arguments.of("keys in plain text", Map.of("jwks_uri", "http://evil.example/keys"), "jwks_uri"),
                    Arguments.of("keys in a file", Map.of("jwks_uri", "file:///etc/passwd"), "jwks_uri"),
                    Arguments.of("keys that are no text", Map.of("jwks_uri", List.of("x")), "jwks_uri"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("useless")
        void aDocumentThatCanNotBeTrustedIsNone(String what, Map<String, Object> changes, String word) {
            JsonObject.Builder document = issuer.metadata();
            changes.forEach((name, value) -> {
                if (value.equals("")) {
                    document.remove(name);
                } else {
                    document.put(name, value instanceof String text ? text.replace("SELF", issuer.url("")) : value);
                }
            });
            issuer.answer(METADATA, json(document.build()));

            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), word);
            assertThat(issuer.asked(KEYS)).isZero();
        }
    }

    @Nested
    @DisplayName("Rotation")
    class Rotation {
        @Test
        void aNewKeyIsFoundWithTheFirstTokenThatNamesIt() {
            assertThat(outcome(FIRST)).isEqualTo("active");
            issuer.publish(FIRST, SECOND);
            clock.advance(Duration.ofSeconds(10));

            assertThat(outcome(SECOND)).isEqualTo("active");
            assertThat(outcome(FIRST)).isEqualTo("active");
            assertThat(issuer.asked(KEYS)).isEqualTo(2);
        }

        @Test
        @DisplayName("tokens with keys that nobody has are no flood for the issuer")
        void unknownKeysAreAskedForOnceInAWhile() {
            outcome(FIRST);
            for (int i = 0; i < 50; i++) {
                assertThat(outcome(SECOND.withKeyId("invented" + i))).isEqualTo("token.key-unknown");
            }
            assertThat(issuer.asked(KEYS)).isEqualTo(1);

            clock.advance(Duration.ofSeconds(10));
            for (int i = 0; i < 50; i++) {
                assertThat(outcome(SECOND.withKeyId("invented" + i))).isEqualTo("token.key-unknown");
            }
            assertThat(issuer.asked(KEYS)).isEqualTo(2);
        }

        @Test
        void keysAreRefreshedWithoutKeepingAnybodyWaiting() {
            outcome(FIRST);
            issuer.publish(SECOND);
            clock.advance(Duration.ofMinutes(10));

            assertThat(outcome(FIRST)).as("what is known serves meanwhile").isEqualTo("active");
            await().untilAsserted(() -> assertThat(outcome(SECOND)).isEqualTo("active"));
            assertThat(outcome(FIRST)).as("withdrawn").isEqualTo("token.key-unknown");
            assertThat(issuer.asked(KEYS)).isEqualTo(2);
        }

        @Test
        void twoKeysOfOneNameAreToldByTheirKind() {
            issuer.publish(FIRST.withKeyId("same"), SECOND.withKeyId("same"));
            assertThat(outcome(FIRST.withKeyId("same"))).isEqualTo("active");
            assertThat(outcome(SECOND.withKeyId("same"))).isEqualTo("active");
        }

        @Test
        @DisplayName("RFC 7515 §4.1.4: without kid only one key may fit")
        void aTokenWithoutKeyIdIsNotTriedWithEveryKey() {
            JsonObject header = JsonObject.builder()
                    .put("typ", "at+jwt")
                    .put("alg", "ES256")
                    .build();
            String signed = token(FIRST);
            JsonObject claims = JsonObject.parse(Base64.getUrlDecoder().decode(signed.split("\\.", -1)[1]));
            String anonymous = TestIssuer.token(ES256, header, claims);
            issuer.publish(FIRST, SECOND);
            assertThat(reason(verifier.verify(anonymous, RESOURCE))).isEqualTo("active");

            issuer.publish(FIRST, FIRST.withKeyId("again"));
            JwtVerifier unsure = builder().build();
            assertThat(reason(unsure.verify(anonymous, RESOURCE))).isEqualTo("token.key-unknown");
        }
    }

    @Nested
    @DisplayName("Many requests at once")
    class AtOnce {
        private List<String> all(int threads, Callable<String> call) throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                CountDownLatch start = new CountDownLatch(1);
                List<Future<String>> running = Stream.generate(() -> pool.submit(() -> {
                            start.await();
                            return call.call();
                        }))
                        .limit(threads)
                        .toList();
                start.countDown();
                List<String> results = new CopyOnWriteArrayList<>();
                for (Future<String> one : running) {
                    results.add(one.get());
                }
                return results;
            } finally {
                pool.shutdownNow();
            }
        }

        @Test
        void shareOneExchange() throws Exception {
            String token = token(FIRST);
            assertThat(all(16, () -> reason(verifier.verify(token, RESOURCE))))
                    .hasSize(16)
                    .containsOnly("active");
            assertThat(issuer.asked(KEYS)).isEqualTo(1);
        }

        @Test
        void withANewKeyShareOneExchange() throws Exception {
            outcome(FIRST);
            issuer.publish(FIRST, SECOND);
            clock.advance(Duration.ofSeconds(10));
            String token = token(SECOND);
            assertThat(all(16, () -> reason(verifier.verify(token, RESOURCE))))
                    .hasSize(16)
                    .containsOnly("active");
            assertThat(issuer.asked(KEYS)).isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("An outage of the issuer: never the token's fault")
    class Outage {
        @ParameterizedTest
        @ValueSource(ints = {204, 301, 400, 404, 500, 503})
        void withoutKeysItIsAnOutageWhateverTheStatus(int status) {
            issuer.answer(KEYS, status(status));
            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), "answered " + status);
        }

        static Stream<Arguments> answers() {
            return Stream.of(
                    Arguments.of("a page", text(200, "<html>sign in</html>"), "JWK Set"),
                    Arguments.of("nothing", text(200, ""), "JWK Set"),
                    Arguments.of("another document", text(200, "{\"issuer\":\"x\"}"), "JWK Set"),
                    Arguments.of("a redirect", redirectTo("https://evil.example/keys"), "302"),
                    Arguments.of("a body without end", TestIssuer.endless(), "longer than"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("answers")
        void withoutKeysItIsAnOutageWhateverTheAnswer(String what, TestIssuer.Answer answer, String word) {
            issuer.answer(KEYS, answer);
            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), word);
            assertThat(issuer.distinct()).containsExactly(METADATA, KEYS);
        }

        @Test
        void aSilentIssuerDoesNotHoldRequestsForever() {
            issuer.answer(KEYS, issuer.silent());
            JwtVerifier impatient = builder().timeout(Duration.ofMillis(200)).build();
            isOutage(() -> impatient.verify(token(FIRST), RESOURCE), "TimeoutException");
        }

        @Test
        void isNotAskedAgainAtOnceAndThenItIs() {
            issuer.answer(KEYS, status(500));
            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), "answered 500");
            issuer.publish(FIRST);
            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), "a moment ago", "answered 500");
            assertThat(issuer.asked(KEYS)).isEqualTo(1);

            clock.advance(Duration.ofSeconds(10));
            assertThat(outcome(FIRST)).isEqualTo("active");
        }

        @Test
        void knownKeysServeOnAndTheOperatorHearsOfIt() {
            outcome(FIRST);
            issuer.answer(KEYS, status(500));
            clock.advance(Duration.ofHours(1));

            assertThat(outcome(FIRST)).isEqualTo("active");
            await().untilAsserted(() -> assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.reason().id()).isEqualTo("issuer.not-refreshed");
                assertThat(event.decision()).isEqualTo(Decision.FAILED);
                assertThat(event.cause().orElseThrow()).hasMessageContaining("500");
            }));
            for (int i = 0; i < 20; i++) {
                assertThat(outcome(FIRST)).isEqualTo("active");
            }
            assertThat(events).as("once per attempt").hasSize(1);
            assertThat(issuer.asked(KEYS)).isEqualTo(2);
        }

        @Test
        @DisplayName("a key that is not known might be new: 503 and not 401")
        void aTokenWithANewKeyIsNotCalledBad() {
            outcome(FIRST);
            issuer.answer(KEYS, status(500));
            clock.advance(Duration.ofSeconds(10));
            isOutage(() -> verifier.verify(token(SECOND), RESOURCE), "500");
            assertThat(outcome(FIRST)).isEqualTo("active");
        }

        @Test
        void knownKeysDoNotServeForever() {
            outcome(FIRST);
            issuer.answer(KEYS, status(500));
            clock.advance(Duration.ofHours(24));
            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), "500");
        }

        @Test
        void anIssuerThatIsGoneIsAnOutage() {
            issuer.close();
            isOutage(() -> verifier.verify(token(FIRST), RESOURCE), "keys of " + issuer.issuer());
        }
    }
}
