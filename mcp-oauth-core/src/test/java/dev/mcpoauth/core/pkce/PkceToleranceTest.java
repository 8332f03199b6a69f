package dev.mcpoauth.core.pkce;

import static dev.mcpoauth.core.pkce.PkceVectorsTest.CHALLENGE;
import static dev.mcpoauth.core.pkce.PkceVectorsTest.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.pkce.ChallengeOutcome.Accepted;
import dev.mcpoauth.core.pkce.ChallengeOutcome.Refused;
import dev.mcpoauth.core.pkce.VerifierOutcome.Malformed;
import dev.mcpoauth.core.pkce.VerifierOutcome.Matched;
import dev.mcpoauth.core.pkce.VerifierOutcome.Mismatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows D1 to D12: refused strictly, accepted with exactly their tolerance, and with no other. */
class PkceToleranceTest {
    /** A verifier whose digest has characters of both alphabets: {@code ...+.../...}. */
    private static final String BOTH = verifierWhoseDigestHas('+', '/');

    @Test
    void d1HexDigestInBase64Url() {
        onlyTolerance(PkceTolerance.HEX_DIGEST_IN_BASE64URL, ChallengeForms::hexInBase64Url);
        onlyTolerance(
                PkceTolerance.HEX_DIGEST_IN_BASE64URL,
                d -> Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ChallengeForms.hex(d).toUpperCase(Locale.ROOT).getBytes()));
    }

    @Test
    void d2HexDigest() {
        onlyTolerance(PkceTolerance.HEX_DIGEST, ChallengeForms::hex);
        onlyTolerance(PkceTolerance.HEX_DIGEST, d -> ChallengeForms.hex(d).toUpperCase(Locale.ROOT));
    }

    @Test
    void d3Padding() {
        onlyTolerance(PkceTolerance.PADDING, ChallengeForms::padded);
    }

    @Test
    void d4StandardAlphabet() {
        onlyTolerance(PkceTolerance.STANDARD_ALPHABET, ChallengeForms::standardAlphabet);
        onlyTolerance(
                PkceTolerance.STANDARD_ALPHABET,
                d -> ChallengeForms.standardAlphabet(d).replace('+', ' '));
    }

    @Test
    void d5DoublePercentEncoding() {
        onlyTolerance(PkceTolerance.DOUBLE_PERCENT_ENCODING, ChallengeForms::percentEncoded);
        onlyTolerance(
                PkceTolerance.DOUBLE_PERCENT_ENCODING,
                d -> ChallengeForms.percentEncoded(d).replace("%3D", "%3d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s256", "SHA256", "SHA-256", "sha256", "sha-256"})
    void d6MethodSpelling(String method) {
        authorizedOnlyWith(PkceTolerance.METHOD_SPELLING, policy -> policy.authorize(text(CHALLENGE), text(method)));
        assertThat(PkcePolicy.strict().authorize(text(CHALLENGE), text(method)))
                .isEqualTo(new Refused(CoreReasons.PKCE_METHOD_SPELLING, Set.of(PkceTolerance.METHOD_SPELLING)));
    }

    @Test
    void d7MethodMissing() {
        authorizedOnlyWith(PkceTolerance.METHOD_MISSING, policy -> policy.authorize(text(CHALLENGE), Optional.empty()));
        assertThat(PkcePolicy.strict().authorize(text(CHALLENGE), Optional.empty()))
                .isEqualTo(new Refused(CoreReasons.PKCE_METHOD_MISSING, Set.of(PkceTolerance.METHOD_MISSING)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "0123456789abcdef0123456789abcdef",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX"
            })
    void d10VerifierTooShort(String verifier) {
        onlyVerifierTolerance(PkceTolerance.VERIFIER_LENGTH, verifier);
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 134, 256})
    void d10VerifierTooLong(int length) {
        onlyVerifierTolerance(PkceTolerance.VERIFIER_LENGTH, "a".repeat(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 31, 257, 100_000})
    void d10HasAFloorOf32AndACeilingOf256(int length) {
        String verifier = "a".repeat(length);
        VerifierOutcome outcome = everything().verify(Optional.of(challengeOf(verifier)), text(verifier));

        assertThat(outcome).isEqualTo(new Malformed(CoreReasons.PKCE_VERIFIER_MALFORMED, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjXk=", "dBjftJeZ4CVP+mB92K27uhbUJU1p1r_wW1gFWFOEjXk"})
    void d11VerifierAlphabet(String verifier) {
        onlyVerifierTolerance(PkceTolerance.VERIFIER_ALPHABET, verifier);
    }

    @Nested
    class D8Plain {
        @Test
        void refusedUnderEveryToleranceAtOnce() {
            for (PkcePolicy policy : List.of(PkcePolicy.strict(), everything())) {
                assertThat(policy.authorize(text(VERIFIER), text("plain")))
                        .isEqualTo(new Refused(CoreReasons.PKCE_PLAIN_REFUSED, Set.of()));
            }
        }

        @Test
        void acceptedByItsOwnOptionOnly() {
            PkcePolicy policy = PkcePolicy.strict().dangerouslyAllowPlain();
            CodeChallenge bound = ((Accepted) policy.authorize(text(VERIFIER), text("plain"))).challenge();

            assertThat(bound.method()).isEqualTo(ChallengeMethod.PLAIN);
            assertThat(policy.verify(Optional.of(bound), text(VERIFIER))).isEqualTo(new Matched(Set.of()));
            assertThat(policy.verify(Optional.of(bound), text(VERIFIER + "x")))
                    .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_MISMATCH));
        }

        @Test
        void neverUnderADeclaredS256() {
            PkcePolicy policy = everything().dangerouslyAllowPlain();
            CodeChallenge bound = ((Accepted) policy.authorize(text(VERIFIER), text("S256"))).challenge();

            assertThat(policy.verify(Optional.of(bound), text(VERIFIER)))
                    .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_IS_CHALLENGE));
            assertThat(policy.authorize(text("a-verifier-that-is-no-digest-but-is-long-enough"), text("S256")))
                    .isEqualTo(new Refused(CoreReasons.PKCE_CHALLENGE_MALFORMED, Set.of()));
        }

        @Test
        void isTheMeaningOfAMissingMethodUnlessThatIsToleratedAsS256() {
            PkcePolicy plain = PkcePolicy.strict().dangerouslyAllowPlain();

            assertThat(methodOf(plain, CHALLENGE)).isEqualTo(ChallengeMethod.PLAIN);
            assertThat(methodOf(plain.tolerating(PkceTolerance.METHOD_MISSING), CHALLENGE))
                    .isEqualTo(ChallengeMethod.S256);
            assertThat(methodOf(plain.tolerating(PkceTolerance.METHOD_MISSING), "no-digest.".repeat(5)))
                    .isEqualTo(ChallengeMethod.PLAIN);
        }

        @Test
        void challengeFollowsTheVerifiersGrammar() {
            PkcePolicy policy = PkcePolicy.strict().dangerouslyAllowPlain();
            assertThat(policy.authorize(text("a".repeat(36)), text("plain")))
                    .isEqualTo(
                            new Refused(CoreReasons.PKCE_CHALLENGE_MALFORMED, Set.of(PkceTolerance.VERIFIER_LENGTH)));
            assertThat(policy.authorize(text("white space ".repeat(5)), text("plain")))
                    .isEqualTo(new Refused(CoreReasons.PKCE_CHALLENGE_MALFORMED, Set.of()));
        }

        @Test
        void aStoredPlainChallengeIsVoidOnceTheOptionIsGone() {
            CodeChallenge bound = CodeChallenge.plain(VERIFIER, Set.of());
            assertThat(everything().verify(Optional.of(bound), text(VERIFIER)))
                    .isEqualTo(new Mismatch(CoreReasons.PKCE_PLAIN_REFUSED));
        }

        private ChallengeMethod methodOf(PkcePolicy policy, String challenge) {
            return ((Accepted) policy.authorize(text(challenge), Optional.empty()))
                    .challenge()
                    .method();
        }
    }

    @Test
    void d9ChallengeSentAsVerifierIsRefusedInEveryForm() {
        CodeChallenge bound = challengeOf(BOTH);
        byte[] digest = Sha256.of(BOTH);
        List<String> sent = List.of(
                ChallengeForms.s256(digest),
                ChallengeForms.hex(digest),
                ChallengeForms.hexInBase64Url(digest),
                ChallengeForms.padded(digest),
                ChallengeForms.standardAlphabet(digest),
                ChallengeForms.percentEncoded(digest));

        for (PkcePolicy policy :
                List.of(PkcePolicy.strict(), everything(), everything().dangerouslyAllowPlain())) {
            assertThat(sent)
                    .allSatisfy(verifier -> assertThat(policy.verify(Optional.of(bound), text(verifier)))
                            .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_IS_CHALLENGE)));
        }
    }

    @Test
    void d12DigestOfTheDecodedVerifierIsRefusedAndNamed() {
        refusedAs(
                CoreReasons.PKCE_VERIFIER_HASHED_DECODED,
                VERIFIER,
                Base64.getUrlDecoder().decode(VERIFIER));
        String hex = "0123456789abcdef".repeat(4);
        refusedAs(CoreReasons.PKCE_VERIFIER_HASHED_DECODED, hex, HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dBjftJeZ4CVP mB92K27uhbUJU1p1r/wW1gFWFOEjXk",
                " dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjXk\n",
                "\"dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjXk\"",
                "dBjftJeZ4CVP%2BmB92K27uhbUJU1p1r%2fwW1gFWFOEjXk"
            })
    void aVerifierThatTransportAlteredIsRefusedAndNamed(String received) {
        CodeChallenge bound = challengeOf("dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjXk");
        assertThat(everything().verify(Optional.of(bound), text(received)))
                .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_ALTERED));
    }

    @Test
    void combinedDeviationsNeedBothTolerances() {
        String paddedStandard = Base64.getEncoder().encodeToString(Sha256.of(BOTH));
        PkcePolicy one = PkcePolicy.strict().tolerating(PkceTolerance.STANDARD_ALPHABET);

        assertThat(one.authorize(text(paddedStandard), text("S256")))
                .isEqualTo(new Refused(
                        CoreReasons.PKCE_CHALLENGE_FORM,
                        Set.of(PkceTolerance.STANDARD_ALPHABET, PkceTolerance.PADDING)));
        assertThat(one.tolerating(PkceTolerance.PADDING).authorize(text(paddedStandard), text("S256")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void everyFormIsAnInjectiveEncodingOfTheDigest() {
        List<Function<byte[], String>> forms = List.of(
                ChallengeForms::s256,
                ChallengeForms::hex,
                ChallengeForms::hexInBase64Url,
                ChallengeForms::padded,
                ChallengeForms::standardAlphabet,
                ChallengeForms::percentEncoded);
        Random random = new Random(7636);
        for (Function<byte[], String> form : forms) {
            Map<String, String> digests = new HashMap<>();
            for (int i = 0; i < 2_000; i++) {
                byte[] digest = new byte[Sha256.LENGTH];
                random.nextBytes(digest);
                byte[] neighbour = digest.clone();
                neighbour[random.nextInt(Sha256.LENGTH)] ^= (byte) (1 << random.nextInt(8));
                assertThat(digests.put(form.apply(digest), ChallengeForms.hex(digest)))
                        .isNull();
                assertThat(detected(form.apply(digest))).isEqualTo(digest).isNotEqualTo(neighbour);
                assertThat(detected(form.apply(neighbour))).isEqualTo(neighbour);
            }
        }
    }

    private static byte[] detected(String text) {
        return DigestText.detect(text).orElseThrow().digest();
    }

    private static void refusedAs(Reason reason, String verifier, byte[] hashed) {
        CodeChallenge bound = CodeChallenge.s256(Sha256.of(hashed), Set.of());
        assertThat(everything().dangerouslyAllowPlain().verify(Optional.of(bound), text(verifier)))
                .isEqualTo(new Mismatch(reason));
    }

    private static void onlyTolerance(PkceTolerance tolerance, Function<byte[], String> form) {
        String challenge = form.apply(Sha256.of(BOTH));
        PkcePolicy tolerant = authorizedOnlyWith(tolerance, policy -> policy.authorize(text(challenge), text("S256")));
        CodeChallenge bound = ((Accepted) tolerant.authorize(text(challenge), text("S256"))).challenge();

        assertThat(PkcePolicy.strict().authorize(text(challenge), text("S256")))
                .isEqualTo(new Refused(CoreReasons.PKCE_CHALLENGE_FORM, Set.of(tolerance)));
        assertThat(tolerant.verify(Optional.of(bound), text(BOTH))).isEqualTo(new Matched(Set.of()));
        assertThat(tolerant.verify(Optional.of(bound), text(VERIFIER)))
                .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_MISMATCH));
    }

    private static PkcePolicy authorizedOnlyWith(
            PkceTolerance tolerance, Function<PkcePolicy, ChallengeOutcome> authorization) {
        assertThat(authorization.apply(PkcePolicy.strict())).isInstanceOf(Refused.class);
        assertThat(authorization.apply(without(tolerance))).isInstanceOf(Refused.class);
        PkcePolicy tolerant = PkcePolicy.strict().tolerating(tolerance);
        ChallengeOutcome outcome = authorization.apply(tolerant);
        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(((Accepted) outcome).challenge().deviations()).containsExactly(tolerance);
        return tolerant;
    }

    private static void onlyVerifierTolerance(PkceTolerance tolerance, String verifier) {
        Optional<CodeChallenge> bound = Optional.of(challengeOf(verifier));

        for (PkcePolicy policy : List.of(PkcePolicy.strict(), without(tolerance))) {
            assertThat(policy.verify(bound, text(verifier)))
                    .isEqualTo(new Malformed(CoreReasons.PKCE_VERIFIER_MALFORMED, Set.of(tolerance)));
        }
        PkcePolicy tolerant = PkcePolicy.strict().tolerating(tolerance);
        assertThat(tolerant.verify(bound, text(verifier))).isEqualTo(new Matched(Set.of(tolerance)));
        assertThat(tolerant.verify(Optional.of(challengeOf(VERIFIER)), text(verifier)))
                .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_MISMATCH));
    }

    private static PkcePolicy without(PkceTolerance tolerance) {
        List<PkceTolerance> others = new ArrayList<>(Arrays.asList(PkceTolerance.values()));
        others.remove(tolerance);
        return PkcePolicy.strict().tolerating(others);
    }

    private static PkcePolicy everything() {
        return PkcePolicy.strict().tolerating(PkceTolerance.values());
    }

    private static CodeChallenge challengeOf(String verifier) {
        return CodeChallenge.s256(Sha256.of(verifier), Set.of());
    }

    private static Optional<String> text(String value) {
        return Optional.of(value);
    }

    private static String verifierWhoseDigestHas(char first, char second) {
        for (int i = 0; ; i++) {
            String candidate = VERIFIER + i;
            String digest = ChallengeForms.standardAlphabet(Sha256.of(candidate));
            if (digest.indexOf(first) >= 0 && digest.indexOf(second) >= 0) {
                return candidate;
            }
        }
    }
}
