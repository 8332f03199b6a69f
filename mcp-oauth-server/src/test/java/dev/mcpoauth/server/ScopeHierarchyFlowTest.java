package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.ScopeHierarchy;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.TestRequests;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Scopes that include others, through the whole flow")
class ScopeHierarchyFlowTest {
    private static final ScopeHierarchy WRITERS_READ = ScopeHierarchy.none().implying("db:write", "db:read");

    private final TestServer as = new TestServer(ignored -> AuthorizationServerSettings.builder()
            .issuer(TestServer.ISSUER)
            .resource(ResourceSettings.of(RESOURCE, Scope.of("db:read", "db:write"))
                    .withDefaultScopes(Scope.of("db:read"))
                    .withScopeHierarchy(WRITERS_READ))
            .client(ClientSettings.publicClient("app", TestServer.REDIRECT))
            .rememberConsent(true));

    private JsonObject writer() {
        return json(as.redeem(as.code("scope", "db:write")));
    }

    @Test
    void aWriterGetsInThoughReadingIsTheBase() {
        JsonObject tokens = writer();
        assertThat(tokens.string("scope")).as("what was asked for").contains("db:write");
        Access access = as.server
                .protectedResource(RESOURCE)
                .build()
                .admit(TestRequests.with(
                        List.of("Bearer " + tokens.string("access_token").orElseThrow())));
        assertThat(access).isInstanceOf(Access.Granted.class);
    }

    @Test
    @DisplayName("RFC 6749 §6: a refresh may ask for what the grant includes")
    void aWriterMayRefreshForReadingOnly() {
        WebResponse narrowed = as.refresh(writer().string("refresh_token").orElseThrow(), "scope", "db:read");
        assertThat(json(narrowed).string("scope")).contains("db:read");
    }

    @Test
    void aReaderMayNotRefreshForWriting() {
        JsonObject reader = json(as.redeem(as.code("scope", "db:read")));
        WebResponse refused = as.refresh(reader.string("refresh_token").orElseThrow(), "scope", "db:write");
        assertThat(error(refused)).isEqualTo("invalid_scope");
    }

    @Test
    void whoLetAClientWriteIsNotAskedAboutReading() {
        Browser browser = as.browser();
        browser.signInAndApprove(authorize("scope", "db:write"));
        assertThat(TestServer.parameters(browser.open(authorize("scope", "db:read")))
                        .has("code"))
                .isTrue();
    }

    @Test
    void whoLetAClientReadIsAskedAboutWriting() {
        Browser browser = as.browser();
        browser.signInAndApprove(authorize("scope", "db:read"));
        assertThat(browser.open(authorize("scope", "db:write")).text()).contains("value=\"approve\"");
    }

    @Test
    void aHierarchyOfOtherScopesIsRefused() {
        ResourceSettings resource = ResourceSettings.of(RESOURCE, Scope.of("db:read", "db:write"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> resource.withScopeHierarchy(ScopeHierarchy.none().implying("db:admin", "db:read")))
                .withMessageContaining("hierarchy");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> resource.withScopeHierarchy(ScopeHierarchy.none().implying("db:write", "db:rest")));
    }
}
