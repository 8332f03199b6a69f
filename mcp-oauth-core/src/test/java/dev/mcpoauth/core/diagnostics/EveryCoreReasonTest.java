package dev.mcpoauth.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.form.ParameterRules;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.metadata.ClientMetadata;
import dev.mcpoauth.core.metadata.InvalidDocumentException;
import dev.mcpoauth.core.metadata.IssuerMatch;
import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import dev.mcpoauth.core.metadata.ResourceMatch;
import dev.mcpoauth.core.metadata.TokenResponse;
import dev.mcpoauth.core.pkce.ChallengeOutcome;
import dev.mcpoauth.core.pkce.CodeChallenge;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.pkce.PkcePolicy;
import dev.mcpoauth.core.pkce.VerifierOutcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One way to provoke each reason id of this module; the list is complete. */
class EveryCoreReasonTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String ISSUER = "https://as.example";

    private final Map<Reason, Supplier<Reason>> table = new LinkedHashMap<>();

    EveryCoreReasonTest() {
        documents();
        forms();
        challenges();
        verifiers();
    }

    private void documents() {
        refusal(CoreReasons.DOCUMENT_MALFORMED_JSON, () -> TokenResponse.parse("<html>"));
        refusal(CoreReasons.DOCUMENT_INVALID_MEMBERS, () -> TokenResponse.parse("{}"));
        refusal(CoreReasons.CLIENT_METADATA_MALFORMED_JSON, () -> ClientMetadata.parse("[]"));
        refusal(CoreReasons.CLIENT_METADATA_INVALID_MEMBERS, () -> ClientMetadata.parse("{\"jwks\":1}"));
        refusal(
                CoreReasons.CLIENT_METADATA_REDIRECT_URI,
                () -> ClientMetadata.parse("{\"redirect_uris\":[\"javascript:x\"]}"));
        refusal(
                CoreReasons.METADATA_ISSUER_MISMATCH,
                () -> AuthorizationServerMetadata.builder(new Issuer(ISSUER))
                        .build()
                        .requireIssuer(new Issuer(ISSUER + "/"), IssuerMatch.EXACT));
        refusal(
                CoreReasons.METADATA_RESOURCE_MISMATCH,
                () -> ProtectedResourceMetadata.builder(new ResourceIndicator("https://rs.example"))
                        .build()
                        .requireResource(new ResourceIndicator("https://rs.example/mcp"), ResourceMatch.EXACT));
    }

    private void forms() {
        ParameterRules small = ParameterRules.defaults().withMaxLength(10).withMaxCount(1);
        refusal(CoreReasons.FORM_TOO_LONG, () -> small.parse("a=123456789"));
        refusal(CoreReasons.FORM_TOO_MANY_PARAMETERS, () -> small.parse("a=1&b=2"));
        refusal(CoreReasons.FORM_MALFORMED, () -> Parameters.parse("a=%"));
        refusal(CoreReasons.FORM_CONTROL_CHARACTER, () -> Parameters.parse("a=%00"));
        refusal(CoreReasons.FORM_DUPLICATE_PARAMETER, () -> Parameters.parse("a=1&a=1"));
    }

    private void challenges() {
        authorization(CoreReasons.PKCE_CHALLENGE_MALFORMED, "x", "S256");
        authorization(CoreReasons.PKCE_CHALLENGE_FORM, CHALLENGE + "=", "S256");
        authorization(CoreReasons.PKCE_METHOD_SPELLING, CHALLENGE, "s256");
        authorization(CoreReasons.PKCE_METHOD_UNSUPPORTED, CHALLENGE, "S512");
        authorization(CoreReasons.PKCE_PLAIN_REFUSED, VERIFIER, "plain");
        table.put(CoreReasons.PKCE_CHALLENGE_MISSING, () -> authorize(Optional.empty(), Optional.of("S256")));
        table.put(CoreReasons.PKCE_METHOD_MISSING, () -> authorize(Optional.of(CHALLENGE), Optional.empty()));
    }

    private void verifiers() {
        CodeChallenge bound = CodeVerifier.of(VERIFIER).challenge();
        String decodedHashed =
                "S256." + base64UrlOfDigest(Base64.getUrlDecoder().decode(VERIFIER)) + ".";
        table.put(CoreReasons.PKCE_VERIFIER_MISSING, () -> verify(Optional.of(bound), Optional.empty()));
        table.put(CoreReasons.PKCE_VERIFIER_UNEXPECTED, () -> verify(Optional.empty(), Optional.of(VERIFIER)));
        redemption(CoreReasons.PKCE_VERIFIER_MALFORMED, bound, "short");
        redemption(CoreReasons.PKCE_VERIFIER_MISMATCH, bound, "another.".repeat(6));
        redemption(CoreReasons.PKCE_VERIFIER_IS_CHALLENGE, bound, CHALLENGE);
        redemption(CoreReasons.PKCE_VERIFIER_HASHED_DECODED, CodeChallenge.parse(decodedHashed), VERIFIER);
        redemption(CoreReasons.PKCE_VERIFIER_ALTERED, bound, " " + VERIFIER);
    }

    @TestFactory
    Iterable<DynamicTest> isProvoked() {
        return table.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey().id(),
                        () -> assertThat(row.getValue().get()).isEqualTo(row.getKey())))
                .toList();
    }

    @Test
    void theTableIsTheCatalog() {
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(ReasonCatalog.of(CoreReasons.class));
    }

    private void refusal(Reason reason, ThrowingCallable action) {
        table.put(reason, () -> {
            Throwable thrown = catchThrowable(action);
            return thrown instanceof OAuthException refusal
                    ? refusal.reason()
                    : ((InvalidDocumentException) thrown).reason();
        });
    }

    private void authorization(Reason reason, String challenge, String method) {
        table.put(reason, () -> authorize(Optional.of(challenge), Optional.of(method)));
    }

    private void redemption(Reason reason, CodeChallenge bound, String verifier) {
        table.put(reason, () -> verify(Optional.of(bound), Optional.of(verifier)));
    }

    private static Reason authorize(Optional<String> challenge, Optional<String> method) {
        return ((ChallengeOutcome.Refused) PkcePolicy.strict().authorize(challenge, method)).reason();
    }

    private static Reason verify(Optional<CodeChallenge> stored, Optional<String> verifier) {
        VerifierOutcome outcome = PkcePolicy.strict().verify(stored, verifier);
        return outcome instanceof VerifierOutcome.Malformed malformed
                ? malformed.reason()
                : ((VerifierOutcome.Mismatch) outcome).reason();
    }

    private static String base64UrlOfDigest(byte[] octets) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
