package dev.mcpoauth.core.pkce;

import static dev.mcpoauth.core.pkce.PkceVectorsTest.CHALLENGE;
import static dev.mcpoauth.core.pkce.PkceVectorsTest.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.pkce.ChallengeOutcome.Refused;
import dev.mcpoauth.core.pkce.VerifierOutcome.Malformed;
import dev.mcpoauth.core.pkce.VerifierOutcome.Mismatch;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PkcePolicyTest {
    private static final PkcePolicy EVERYTHING =
            PkcePolicy.strict().tolerating(PkceTolerance.values()).dangerouslyAllowPlain();
    private static final CodeChallenge BOUND = CodeVerifier.of(VERIFIER).challenge();

    @Nested
    @DisplayName("downgrade, in both directions")
    class Downgrade {
        @Test
        void refusesAnAuthorizationRequestWithoutChallenge() {
            Refused missing = new Refused(CoreReasons.PKCE_CHALLENGE_MISSING, Set.of());
            assertThat(EVERYTHING.authorize(Optional.empty(), Optional.empty())).isEqualTo(missing);
            assertThat(EVERYTHING.authorize(Optional.empty(), Optional.of("S256")))
                    .isEqualTo(missing);
        }

        @Test
        void refusesACodeWithChallengeAndNoVerifier() {
            assertThat(EVERYTHING.verify(Optional.of(BOUND), Optional.empty()))
                    .isEqualTo(new Malformed(CoreReasons.PKCE_VERIFIER_MISSING, Set.of()));
        }

        @Test
        @DisplayName("CVE-2025-4144")
        void refusesAVerifierForACodeWithoutChallenge() {
            assertThat(EVERYTHING.verify(Optional.empty(), Optional.of(VERIFIER)))
                    .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_UNEXPECTED));
        }

        @Test
        void refusesACodeWithoutChallengeEvenWithoutVerifier() {
            assertThat(EVERYTHING.verify(Optional.empty(), Optional.empty()))
                    .isEqualTo(new Mismatch(CoreReasons.PKCE_CHALLENGE_MISSING));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "%",
                "%3D",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMM",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM==",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=\n",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM%253D",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw%2DcM",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSst/-cM",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw.cM",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c\u00e9",
                "13D31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3",
                "13g31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3",
                "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3=",
                "MTNkMzFlOTYxYTFhZDhlYzJmMTZiMTBjNGM5ODJlMDg3NmE4NzhhZDZkZjE0NDU2NmVlMTg5NGFjYjcwZjljMx"
            })
    void refusesAChallengeThatIsNoDigestUnderEveryTolerance(String challenge) {
        assertThat(EVERYTHING.authorize(Optional.of(challenge), Optional.of("S256")))
                .isEqualTo(new Refused(CoreReasons.PKCE_CHALLENGE_MALFORMED, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S-256", "S512", "SHA1", "PLAIN", "Plain", "none", " S256", "S256 ", "S256,plain"})
    void refusesAnUnknownMethodUnderEveryTolerance(String method) {
        assertThat(EVERYTHING.authorize(Optional.of(CHALLENGE), Optional.of(method)))
                .isEqualTo(new Refused(CoreReasons.PKCE_METHOD_UNSUPPORTED, Set.of()));
    }

    @Test
    void aMissingMethodWithoutTheShapeOfADigestIsRefused() {
        PkcePolicy policy = PkcePolicy.strict().tolerating(PkceTolerance.values());
        assertThat(policy.authorize(Optional.of("no-digest.".repeat(5)), Optional.empty()))
                .isEqualTo(new Refused(CoreReasons.PKCE_METHOD_MISSING, Set.of()));
    }

    @Test
    void anotherFlowsVerifierIsAPlainMismatch() {
        assertThat(PkcePolicy.strict().verify(Optional.of(BOUND), Optional.of("another.".repeat(6))))
                .isEqualTo(new Mismatch(CoreReasons.PKCE_VERIFIER_MISMATCH));
    }

    @Test
    void textOutsideEveryGrammarIsMalformed() {
        assertThat(EVERYTHING.verify(Optional.of(BOUND), Optional.of("\u0000".repeat(50))))
                .isEqualTo(new Malformed(CoreReasons.PKCE_VERIFIER_MALFORMED, Set.of()));
    }

    @Nested
    class StoredForm {
        @ParameterizedTest
        @EnumSource(PkceTolerance.class)
        void survivesTheStoreWithItsDeviations(PkceTolerance tolerance) {
            CodeChallenge challenge =
                    CodeChallenge.s256(Sha256.of(VERIFIER), EnumSet.of(tolerance, PkceTolerance.METHOD_MISSING));
            assertThat(CodeChallenge.parse(challenge.write())).isEqualTo(challenge);
            assertThat(challenge.write()).hasSizeLessThan(100);
        }

        @Test
        void isShortAndStable() {
            assertThat(BOUND.write()).isEqualTo("S256." + CHALLENGE + ".");
            assertThat(CodeChallenge.parse("S256." + CHALLENGE + ".D1+D7").deviations())
                    .containsExactly(PkceTolerance.HEX_DIGEST_IN_BASE64URL, PkceTolerance.METHOD_MISSING);
        }

        @Test
        void holdsNoVerifierForPlain() {
            CodeChallenge plain = CodeChallenge.plain(VERIFIER, Set.of());
            assertThat(plain.write()).isEqualTo("plain." + CHALLENGE + ".").doesNotContain(VERIFIER);
            assertThat(CodeChallenge.parse(plain.write())).isEqualTo(plain).isNotEqualTo(BOUND);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "..",
                    "S256",
                    "S256.E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                    "s256.E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM.",
                    "S256.E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=.",
                    "S256.E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM.D8",
                    "S256.E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM.D1+",
                    "S256.E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM.D1.D2"
                })
        void refusesTextThatItDidNotWrite(String text) {
            assertThatThrownBy(() -> CodeChallenge.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
