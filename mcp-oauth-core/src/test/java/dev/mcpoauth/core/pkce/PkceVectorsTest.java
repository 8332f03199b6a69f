package dev.mcpoauth.core.pkce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.pkce.ChallengeOutcome.Accepted;
import dev.mcpoauth.core.pkce.VerifierOutcome.Matched;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PkceVectorsTest {
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static final String HEX = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
    static final String BASE64URL_OF_HEX =
            "MTNkMzFlOTYxYTFhZDhlYzJmMTZiMTBjNGM5ODJlMDg3NmE4NzhhZDZkZjE0NDU2NmVlMTg5NGFjYjcwZjljMw";

    @Test
    @DisplayName("RFC 7636 Appendix B")
    void theVerifierOfAppendixBHasItsChallenge() {
        assertThat(CodeVerifier.of(VERIFIER).challenge().base64Url()).isEqualTo(CHALLENGE);
        assertThat(HexFormat.of().formatHex(Sha256.of(VERIFIER))).isEqualTo(HEX);
    }

    @Test
    void theServerAcceptsAppendixBStrictly() {
        CodeChallenge bound = accepted(PkcePolicy.strict(), CHALLENGE, "S256");

        assertThat(bound.deviations()).isEmpty();
        assertThat(PkcePolicy.strict().verify(Optional.of(bound), Optional.of(VERIFIER)))
                .isEqualTo(new Matched(Set.of()));
    }

    @Test
    @DisplayName("the pair published in ory/hydra 1572: base64url of the hex digest")
    void thePublishedHydraPairMatchesAsHexInBase64Url() {
        String verifier = "6e5ec79163ee989be79fa7a542f599d0e7c77038c8620aa44170217c";
        PkcePolicy policy = PkcePolicy.strict().tolerating(PkceTolerance.HEX_DIGEST_IN_BASE64URL);
        String challenge = ChallengeForms.hexInBase64Url(Sha256.of(verifier));

        assertThat(challenge).startsWith("ZTE4MTMxZGRl").hasSize(86);
        CodeChallenge bound = accepted(policy, challenge, "S256");
        assertThat(policy.verify(Optional.of(bound), Optional.of(verifier))).isInstanceOf(Matched.class);
    }

    @Test
    void everyFormOfTheAppendixBDigestIsTheSameChallenge() {
        PkcePolicy policy = PkcePolicy.strict().tolerating(PkceTolerance.values());
        for (String form : new String[] {HEX, BASE64URL_OF_HEX, CHALLENGE + "=", CHALLENGE + "%3D"}) {
            assertThat(accepted(policy, form, "S256").base64Url()).isEqualTo(CHALLENGE);
        }
    }

    @Test
    void generatedVerifiersDifferAndFollowTheGrammar() {
        SecureRandom random = new SecureRandom();
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> CodeVerifier.generate(random).reveal()))
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(CodeVerifier.of(text).reveal()).matches("[A-Za-z0-9_-]{43}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX",
                "dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjXk",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\n",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX\u00e9"
            })
    void refusesAVerifierOutsideTheGrammarWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> CodeVerifier.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("code_verifier must be 43-128 unreserved characters (RFC 7636 §4.1)");
    }

    @Test
    void acceptsTheGrammarsBounds() {
        assertThat(CodeVerifier.of("~.".repeat(64)).reveal()).hasSize(128);
        assertThatThrownBy(() -> CodeVerifier.of("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoSecretInToString() {
        CodeVerifier verifier = CodeVerifier.of(VERIFIER);
        assertThat(verifier).hasToString("CodeVerifier[redacted]").isEqualTo(CodeVerifier.of(VERIFIER));
        assertThat(verifier.challenge().toString()).doesNotContain(CHALLENGE);
    }

    static CodeChallenge accepted(PkcePolicy policy, String challenge, String method) {
        return ((Accepted) policy.authorize(Optional.of(challenge), Optional.of(method))).challenge();
    }
}
