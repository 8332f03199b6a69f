package dev.mcpoauth.server.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.TestKeys;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProofVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String URL = "https://as.example/token";
    private static final ProofTarget TOKEN_ENDPOINT =
            ProofTarget.of("POST", URI.create("https://as.example"), "/token");
    private static final String TOKEN = "some.access~token";
    private static final TestProof.Key KEY = TestProof.Key.generate();
    private static final TestProof.Key OTHER = TestProof.Key.generate();

    private final InMemoryOAuthStore store = new InMemoryOAuthStore();
    private final ProofVerifier verifier = ProofVerifier.of(store.replay());

    private static TestProof good() {
        return KEY.proof("POST", URL, NOW);
    }

    private void refuses(Reason reason, OAuthError error, Callable<?> verified) {
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(verified::call)
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.error()).isEqualTo(error);
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureAlgorithm.class,
            names = {"ES256", "EDDSA", "PS256", "RS256"})
    @DisplayName("RFC 9449 §4.3: a proof says which key, by its RFC 7638 thumbprint")
    void aGoodProofSaysWhichKey(SignatureAlgorithm algorithm) {
        TestProof.Key key = new TestProof.Key(algorithm, TestKeys.pair(algorithm));

        VerifiedProof proof =
                verifier.verify(List.of(key.proof("POST", URL, NOW).sign()), TOKEN_ENDPOINT, NOW);

        assertThat(proof.key().encoded()).isEqualTo(key.thumbprint());
        assertThat(proof.nextNonce()).isEmpty();
    }

    static Stream<Arguments> tolerated() {
        return Stream.of(
                row("typ in capitals", p -> p.header("typ", "DPoP+JWT")),
                row("typ with application/", p -> p.header("typ", "application/dpop+jwt")),
                row("kid beside the key", p -> p.header("kid", "1")),
                row("a fraction of a second", p -> p.claim("iat", NOW.getEpochSecond() + 0.9)),
                row("an ath where none is due", p -> p.forToken("any")),
                row("a nonce that nobody asked for", p -> p.claim("nonce", "x")),
                row("claims that nobody knows", p -> p.claim("exp", 1)));
    }

    private static Arguments row(String what, UnaryOperator<TestProof> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tolerated")
    void whatDoesNotMatterIsLetThrough(String what, UnaryOperator<TestProof> change) {
        assertThat(verifier.verify(List.of(change.apply(good()).sign()), TOKEN_ENDPOINT, NOW)
                        .key()
                        .encoded())
                .isEqualTo(KEY.thumbprint());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("typ of a token", DpopReasons.TYPE, p -> p.header("typ", "at+jwt")),
                bad("typ JWT", DpopReasons.TYPE, p -> p.header("typ", "JWT")),
                bad("no typ", DpopReasons.TYPE, p -> p.withoutHeader("typ")),
                bad("typ of another type", DpopReasons.TYPE, p -> p.header("typ", List.of("dpop+jwt"))),
                bad("crit", DpopReasons.CRITICAL, p -> p.header("crit", List.of("exp"))),
                bad("b64", DpopReasons.CRITICAL, p -> p.header("b64", false)),
                bad("alg none", DpopReasons.ALGORITHM, p -> p.header("alg", "none")),
                bad("alg HS256", DpopReasons.ALGORITHM, p -> p.header("alg", "HS256")),
                bad("alg es256", DpopReasons.ALGORITHM, p -> p.header("alg", "es256")),
                bad("alg that is not in the metadata", DpopReasons.ALGORITHM, p -> p.header("alg", "ES384")),
                bad("no alg", DpopReasons.ALGORITHM, p -> p.withoutHeader("alg")),
                bad("no jwk", DpopReasons.KEY_UNUSABLE, p -> p.withoutHeader("jwk")),
                bad(
                        "jwk as text",
                        DpopReasons.KEY_UNUSABLE,
                        p -> p.header("jwk", KEY.jwk().toJson())),
                bad("empty jwk", DpopReasons.KEY_UNUSABLE, p -> p.header("jwk", JsonObject.EMPTY)),
                bad(
                        "jku in place of jwk",
                        DpopReasons.KEY_UNUSABLE,
                        p -> p.withoutHeader("jwk").header("jku", URL)),
                bad("a private key", DpopReasons.KEY_PRIVATE, p -> p.header("jwk", jwk("d", "AQAB"))),
                bad("a factor of an RSA key", DpopReasons.KEY_PRIVATE, p -> p.header("jwk", jwk("p", "AQAB"))),
                bad(
                        "a symmetric key",
                        DpopReasons.KEY_PRIVATE,
                        p -> p.header(
                                "jwk",
                                JsonObject.builder()
                                        .put("kty", "oct")
                                        .put("k", "AAAA")
                                        .build())),
                bad("alg of another key type", DpopReasons.KEY_UNUSABLE, p -> p.header("alg", "RS256")),
                bad("a key for another alg", DpopReasons.KEY_UNUSABLE, p -> p.header("jwk", jwk("alg", "ES384"))),
                bad("a key for encryption", DpopReasons.KEY_UNUSABLE, p -> p.header("jwk", jwk("use", "enc"))),
                bad("a point off the curve", DpopReasons.KEY_UNUSABLE, p -> p.header("jwk", jwk("x", "AQAB"))),
                bad("a curve nobody knows", DpopReasons.KEY_UNUSABLE, p -> p.header("jwk", jwk("crv", "P-255"))),
                bad("another key than the signer's", DpopReasons.SIGNATURE, p -> p.header("jwk", OTHER.jwk())),
                bad("another method", DpopReasons.METHOD, p -> p.claim("htm", "GET")),
                bad("a method in another case", DpopReasons.METHOD, p -> p.claim("htm", "post")),
                bad("no htm", DpopReasons.METHOD, p -> p.without("htm")),
                bad("htm as a list", DpopReasons.METHOD, p -> p.claim("htm", List.of("POST"))),
                bad("another path", DpopReasons.URL, p -> p.claim("htu", "https://as.example/token2")),
                bad("no htu", DpopReasons.URL, p -> p.without("htu")),
                bad("no iat", DpopReasons.TIME, p -> p.without("iat")),
                bad("iat as text", DpopReasons.TIME, p -> p.claim("iat", "" + NOW.getEpochSecond())),
                bad("negative iat", DpopReasons.TIME, p -> p.claim("iat", -1)),
                bad("iat in milliseconds", DpopReasons.TIME, p -> p.claim("iat", NOW.toEpochMilli())),
                bad("too old", DpopReasons.TIME, p -> p.claim("iat", NOW.getEpochSecond() - 61)),
                bad("too far ahead", DpopReasons.TIME, p -> p.claim("iat", NOW.getEpochSecond() + 61)),
                bad("no jti", DpopReasons.ID, p -> p.without("jti")),
                bad("empty jti", DpopReasons.ID, p -> p.claim("jti", "")),
                bad("jti as number", DpopReasons.ID, p -> p.claim("jti", 7)),
                bad("jti of 257 characters", DpopReasons.ID, p -> p.claim("jti", "x".repeat(257))));
    }

    private static JsonObject jwk(String member, String value) {
        return KEY.jwk().toBuilder().put(member, value).build();
    }

    private static Arguments bad(String what, Reason reason, UnaryOperator<TestProof> change) {
        return Arguments.of(what, reason, change);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bad")
    @DisplayName("RFC 9449 §4.3")
    void aBadProofIsRefusedForItsReason(String what, Reason reason, UnaryOperator<TestProof> change) {
        refuses(
                reason,
                OAuthError.INVALID_DPOP_PROOF,
                () -> verifier.verify(List.of(change.apply(good()).sign()), TOKEN_ENDPOINT, NOW));
    }

    @Test
    void whatIsNoProofAtAllIsRefused() {
        String proof = good().sign();
        List<String> shapes = List.of(
                "",
                "x",
                "..",
                "a.b.c",
                proof + ".x",
                proof.substring(0, proof.lastIndexOf('.')),
                proof + "=",
                proof + ", " + proof,
                "{\"a\":1}",
                good().claim("x", "y".repeat(8192)).sign());
        for (String shape : shapes) {
            refuses(
                    DpopReasons.MALFORMED,
                    OAuthError.INVALID_DPOP_PROOF,
                    () -> verifier.verify(List.of(shape), TOKEN_ENDPOINT, NOW));
        }
        refuses(
                DpopReasons.SIGNATURE,
                OAuthError.INVALID_DPOP_PROOF,
                () -> verifier.verify(List.of(proof.substring(0, proof.lastIndexOf('.') + 1)), TOKEN_ENDPOINT, NOW));
        refuses(
                DpopReasons.REPEATED,
                OAuthError.INVALID_DPOP_PROOF,
                () -> verifier.verify(List.of(proof, good().sign()), TOKEN_ENDPOINT, NOW));
    }

    @Test
    @DisplayName("a signature over anything else, in each of its halves, and the zeros of CVE-2022-21449")
    void anAlteredSignatureIsRefused() {
        String proof = good().sign();
        String input = proof.substring(0, proof.lastIndexOf('.') + 1);
        byte[] signature = Base64.getUrlDecoder().decode(proof.substring(input.length()));
        for (int at : new int[] {0, 31, 32, 63}) {
            byte[] altered = signature.clone();
            altered[at] ^= 1;
            refusesSignature(input, altered);
        }
        refusesSignature(input, new byte[64]);
        refusesSignature(input, new byte[0]);
    }

    private void refusesSignature(String input, byte[] signature) {
        String proof = input + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        refuses(
                DpopReasons.SIGNATURE,
                OAuthError.INVALID_DPOP_PROOF,
                () -> verifier.verify(List.of(proof), TOKEN_ENDPOINT, NOW));
    }

    @Test
    @DisplayName("a stranger's RSA key can be made so large that one signature keeps us busy for seconds")
    void anRsaKeyThatIsTooLargeOrTooSmallIsRefused() {
        TestProof.Key key = new TestProof.Key(SignatureAlgorithm.RS256, TestKeys.pair(SignatureAlgorithm.RS256));
        for (JsonObject jwk : List.of(rsa(2047, 17), rsa(4097, 17), rsa(2048, 40))) {
            refuses(
                    DpopReasons.KEY_UNUSABLE,
                    OAuthError.INVALID_DPOP_PROOF,
                    () -> verifier.verify(
                            List.of(key.proof("POST", URL, NOW)
                                    .header("jwk", jwk)
                                    .sign()),
                            TOKEN_ENDPOINT,
                            NOW));
        }
        for (JsonObject jwk : List.of(rsa(2048, 17), rsa(4096, 32))) {
            refuses(
                    DpopReasons.SIGNATURE,
                    OAuthError.INVALID_DPOP_PROOF,
                    () -> verifier.verify(
                            List.of(key.proof("POST", URL, NOW)
                                    .header("jwk", jwk)
                                    .sign()),
                            TOKEN_ENDPOINT,
                            NOW));
        }
    }

    private static JsonObject rsa(int bits, int exponentBits) {
        return JsonObject.builder()
                .put("kty", "RSA")
                .put("n", odd(bits))
                .put("e", odd(exponentBits))
                .build();
    }

    private static String odd(int bits) {
        byte[] number = BigInteger.ONE.shiftLeft(bits - 1).setBit(0).toByteArray();
        int sign = number[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(number, sign, number.length));
    }

    @ParameterizedTest
    @CsvSource({
        "-61, false",
        "-60, true",
        "0, true",
        "60, true",
        "61, false",
    })
    @DisplayName("RFC 9449 §11.1: the window is a minute either way, to the second")
    void theWindowIsAMinuteEitherWay(long seconds, boolean good) {
        List<String> proof =
                List.of(KEY.proof("POST", URL, NOW.plusSeconds(seconds)).sign());
        if (good) {
            assertThat(verifier.verify(proof, TOKEN_ENDPOINT, NOW).end()).isAfter(NOW);
        } else {
            refuses(DpopReasons.TIME, OAuthError.INVALID_DPOP_PROOF, () -> verifier.verify(proof, TOKEN_ENDPOINT, NOW));
        }
    }

    @Test
    void theWindowHasBounds() {
        ProofVerifier wide = verifier.withWindow(Duration.ofMinutes(10));
        List<String> old = List.of(KEY.proof("POST", URL, NOW.minusSeconds(600)).sign());
        assertThat(wide.verify(old, TOKEN_ENDPOINT, NOW).key().encoded()).isEqualTo(KEY.thumbprint());
        for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(601))) {
            assertThatIllegalArgumentException().isThrownBy(() -> verifier.withWindow(time));
        }
    }

    @Nested
    @DisplayName("RFC 9449 §4.3 check 12, §7.1: ath")
    class AccessTokenHash {
        @Test
        void theProofIsForTheToken() {
            assertThat(verifier.verify(List.of(good().forToken(TOKEN).sign()), TOKEN_ENDPOINT, TOKEN, NOW)
                            .key()
                            .encoded())
                    .isEqualTo(KEY.thumbprint());
        }

        static Stream<UnaryOperator<TestProof>> others() {
            return Stream.of(
                    p -> p.forToken(TOKEN + "x"),
                    p -> p.forToken(""),
                    p -> p,
                    p -> p.claim("ath", ""),
                    p -> p.claim("ath", TOKEN),
                    p -> p.claim("ath", List.of(TOKEN)),
                    p -> p.claim("ath", "ä"));
        }

        @ParameterizedTest
        @MethodSource("others")
        void aProofForAnotherTokenIsRefused(UnaryOperator<TestProof> change) {
            refuses(
                    DpopReasons.TOKEN,
                    OAuthError.INVALID_DPOP_PROOF,
                    () -> verifier.verify(List.of(change.apply(good()).sign()), TOKEN_ENDPOINT, TOKEN, NOW));
        }
    }

    @Nested
    @DisplayName("RFC 9449 §11.1: replay")
    class Replay {
        @Test
        void aProofIsGoodOnceForAsLongAsItIsGoodAtAll() {
            VerifiedProof proof = verifier.verify(List.of(good().sign()), TOKEN_ENDPOINT, NOW);
            verifier.spend(proof, NOW);
            for (Instant later : List.of(NOW, NOW.plusSeconds(60), proof.end().minusMillis(1))) {
                refusesSpent(proof, later);
            }
        }

        private void refusesSpent(VerifiedProof proof, Instant later) {
            refuses(DpopReasons.REPLAYED, OAuthError.INVALID_DPOP_PROOF, () -> {
                verifier.spend(proof, later);
                return proof;
            });
        }

        @Test
        @DisplayName("other signature, other spelling of the URL: the same proof all the same")
        void aProofSignedAgainIsTheSame() {
            TestProof one = good();
            verifier.spend(verifier.verify(List.of(one.sign()), TOKEN_ENDPOINT, NOW), NOW);
            String again = one.claim("htu", "HTTPS://AS.example:443/%74oken").sign();
            refusesSpent(verifier.verify(List.of(again), TOKEN_ENDPOINT, NOW), NOW);
        }

        @Test
        @DisplayName("nobody uses up the identifiers of another key, or at another URL")
        void identifiersOfOthersAreOthers() {
            verifier.spend(verifier.verify(List.of(good().claim("jti", "1").sign()), TOKEN_ENDPOINT, NOW), NOW);
            TestProof other = OTHER.proof("POST", URL, NOW).claim("jti", "1");
            verifier.spend(verifier.verify(List.of(other.sign()), TOKEN_ENDPOINT, NOW), NOW);
            ProofTarget elsewhere = ProofTarget.of("POST", URI.create(URL), "/par");
            TestProof there = KEY.proof("POST", "https://as.example/par", NOW).claim("jti", "1");
            verifier.spend(verifier.verify(List.of(there.sign()), elsewhere, NOW), NOW);
        }

        @Test
        void ofManyAtOnceOneWins() throws Exception {
            int threads = 16;
            List<String> proof = List.of(good().sign());
            CyclicBarrier barrier = new CyclicBarrier(threads);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                Callable<Boolean> attempt = () -> {
                    VerifiedProof verified = verifier.verify(proof, TOKEN_ENDPOINT, NOW);
                    barrier.await();
                    try {
                        verifier.spend(verified, NOW);
                        return true;
                    } catch (OAuthException lost) {
                        return false;
                    }
                };
                int wins = 0;
                for (Future<Boolean> done : pool.invokeAll(Collections.nCopies(threads, attempt))) {
                    wins += done.get() ? 1 : 0;
                }
                assertThat(wins).isEqualTo(1);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Nested
    @DisplayName("the RFC's own examples")
    class Examples {
        private static final String JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
        private static final String HEADER =
                "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNo"
                        + "UklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5"
                        + "VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";

        @Test
        @DisplayName("RFC 9449 §5, Figure 4, with the thumbprint of §6.1")
        void theTokenRequest() {
            String proof = HEADER
                    + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1w"
                    + "bGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
                    + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
            ProofTarget target = ProofTarget.of("POST", URI.create("https://server.example.com"), "/token");
            Instant then = Instant.ofEpochSecond(1562262616);
            assertThat(verifier.verify(List.of(proof), target, then).key().encoded())
                    .isEqualTo(JKT);
            refuses(
                    DpopReasons.TIME,
                    OAuthError.INVALID_DPOP_PROOF,
                    () -> verifier.verify(List.of(proof), target, NOW));
        }

        @Test
        @DisplayName("RFC 9449 §7.1, Figure 13")
        void theResourceRequest() {
            String proof = HEADER
                    + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFt"
                    + "cGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF"
                    + "c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9"
                    + ".2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
            ProofTarget target =
                    ProofTarget.of("GET", URI.create("https://resource.example.org"), "/protectedresource");
            Instant then = Instant.ofEpochSecond(1562262618);
            String token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
            assertThat(verifier.verify(List.of(proof), target, token, then)
                            .key()
                            .encoded())
                    .isEqualTo(JKT);
            refuses(
                    DpopReasons.TOKEN,
                    OAuthError.INVALID_DPOP_PROOF,
                    () -> verifier.verify(List.of(proof), target, "another", then));
        }
    }
}
