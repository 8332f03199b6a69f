package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TestRequests;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ErrorUris;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("error_uri of a protected resource (RFC 6750 §3)")
class ChallengeErrorUriTest {
    private static final ErrorUris ELSEWHERE = ErrorUris.startingWith("https://help.example/oauth#");
    private static final String ELSEWHERE_OF_UNKNOWN = "https://help.example/oauth#token.unknown";

    private static ProtectedResource door(TestServer as) {
        return as.server.protectedResource(TestServer.RESOURCE).build();
    }

    private static TestServer server(UnaryOperator<SettingsBuilder> with) {
        return new TestServer(with);
    }

    private static ProtectedResource alone(ErrorUris explained) {
        ResourceIndicator resource = new ResourceIndicator("https://mcp.example/mcp");
        return ProtectedResource.builder(
                        resource,
                        (token, asked) -> new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN),
                        WellKnownUris.ofProtectedResource(resource))
                .errorUris(explained)
                .build();
    }

    private static AccessRefusal refused(ProtectedResource door, String authorization) {
        return ((Access.Refused) door.admit(TestRequests.with(authorization))).refusal();
    }

    private static Map<String, String> told(AccessRefusal refusal) {
        return refusal.challenges().get(0).parameters();
    }

    @ParameterizedTest
    @CsvSource({"Bearer unknown, token.unknown", "Bearer a b, bearer.malformed-token", "DPoP unknown, token.unknown"})
    void leadsToThePageOfTheServerInTheSameProcess(String authorization, String reason) {
        TestServer as = server(settings -> settings.errorUris(ErrorUris.ownPage()));

        AccessRefusal refusal = refused(door(as), authorization);

        String uri = "https://as.example/reasons?id=" + reason;
        assertThat(told(refusal)).containsEntry("error_uri", uri);
        assertThat(refusal.headers().get("WWW-Authenticate")).contains(", error_uri=\"" + uri + "\", ");
        assertThat(refusal.body().string("error_uri")).contains(uri);
        assertThat(as.get("/reasons?id=" + reason).text()).contains("<dt>Remedy</dt>");
    }

    @Test
    void leadsToThePagesOfTheOperator() {
        TestServer as = server(settings -> settings.errorUris(ELSEWHERE));

        assertThat(told(refused(door(as), "Bearer unknown"))).containsEntry("error_uri", ELSEWHERE_OF_UNKNOWN);
        assertThat(told(refused(alone(ELSEWHERE), "Bearer unknown"))).containsEntry("error_uri", ELSEWHERE_OF_UNKNOWN);
    }

    @Test
    @DisplayName("nor does anything else of a challenge change by default")
    void isNotThereByDefault() {
        TestServer as = new TestServer();

        assertThat(told(refused(door(as), "Bearer unknown")))
                .containsOnlyKeys("error", "error_description", "scope", "resource_metadata");
        assertThat(refused(door(as), "Bearer unknown").body().string("error_uri"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "Basic YTpi"})
    @DisplayName("RFC 6750 §3.1: no error information for a request without a token")
    void isNotForWhoBringsNoToken(String authorization) {
        AccessRefusal refusal =
                refused(door(server(settings -> settings.errorUris(ErrorUris.ownPage()))), authorization);

        assertThat(told(refusal)).containsOnlyKeys("scope", "resource_metadata");
    }

    @Test
    void isInTheChallengeThatSaysWhatWasWrongOnly() {
        TestServer as = server(settings -> settings.errorUris(ELSEWHERE)
                .resource(ResourceSettings.of("https://as.example/bound", Scope.of("db:read"))
                        .withDpop(DpopUse.OFFERED)));
        ProtectedResource bound =
                as.server.protectedResource("https://as.example/bound").build();

        List<Challenge> challenges = refused(bound, "Bearer unknown").challenges();

        assertThat(challenges).extracting(Challenge::scheme).containsExactly("Bearer", "DPoP");
        assertThat(challenges.get(0).parameters()).containsKey("error_uri");
        assertThat(challenges.get(1).parameters()).doesNotContainKey("error_uri");
    }

    @Test
    void ofAResourceElsewhereHasToBeNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> alone(ErrorUris.ownPage()));
    }
}
