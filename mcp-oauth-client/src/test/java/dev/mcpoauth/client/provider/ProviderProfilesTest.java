package dev.mcpoauth.client.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderProfilesTest {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("https://mcp.example.com/mcp");
    private static final Scope READ = Scope.of("read");
    private static final Map<String, ProviderProfile> BY_NAME = Map.of(
            "entra", ProviderProfiles.ENTRA,
            "google", ProviderProfiles.GOOGLE,
            "auth0", ProviderProfiles.AUTH0,
            "okta", ProviderProfiles.OKTA,
            "cognito", ProviderProfiles.COGNITO_USER_POOL,
            "keycloak", ProviderProfiles.KEYCLOAK,
            "github", ProviderProfiles.GITHUB);

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/1b2e/v2.0,entra",
        "https://login.microsoftonline.us/1b2e/v2.0,entra",
        "https://accounts.google.com,google",
        "https://tenant.eu.auth0.com/,auth0",
        "https://tenant.okta.com/oauth2/default,okta",
        "https://tenant.oktapreview.com,okta",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc,cognito",
        "https://login.example.com/realms/company,keycloak",
        "https://login.example.com/auth/realms/company,keycloak",
        "https://github.com/login/oauth,github",
        "https://GitHub.com/login/oauth,github"
    })
    void picksByIssuer(String issuer, String name) {
        assertThat(ProviderProfiles.of(new Issuer(issuer))).isSameAs(BY_NAME.get(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.example.com",
                "https://accounts.google.com.example.com",
                "https://notauth0.com",
                "https://auth0.com",
                "https://login.microsoftonline.com.evil.example",
                "https://example.com/login.microsoftonline.com/v2.0",
                "https://cognito-idp.eu-west-1.amazonaws.com.example.com/x",
                "https://x.cognito-idp.eu-west-1.amazonaws.com/x",
                "https://example.com/realms",
                "https://example.com/realms/a/b",
                "https://gist.github.com",
                "http://localhost:8080"
            })
    void takesNobodyElseForOne(String issuer) {
        assertThat(ProviderProfiles.of(new Issuer(issuer))).isSameAs(ProviderProfile.standard());
    }

    @ParameterizedTest
    @CsvSource({
        "entra,'',true,read offline_access",
        "google,'access_type prompt',false,read",
        "auth0,'audience prompt',false,read offline_access",
        "okta,'resource prompt',false,read offline_access",
        "cognito,'resource',true,read",
        "keycloak,'resource',false,read",
        "github,'',false,read"
    })
    void asksEachAsItWants(String name, String parameters, boolean assumesPkce, String scope) {
        ProviderProfile profile = BY_NAME.get(name);
        Scope asked = profile.askedFor(READ, List.of());
        assertThat(asked).isEqualTo(Scope.parse(scope).orElseThrow());
        assertThat(profile.addToAuthorization(Parameters.builder(), asked, RESOURCE)
                        .build()
                        .names())
                .containsExactlyInAnyOrder(parameters.isEmpty() ? new String[0] : parameters.split(" "));
        assertThat(profile.assumesPkce()).isEqualTo(assumesPkce);
    }

    @Test
    void theStandardIsWhatMcpSays() {
        ProviderProfile standard = ProviderProfile.standard();
        assertThat(standard.askedFor(READ, List.of())).isEqualTo(READ);
        assertThat(standard.askedFor(READ, List.of("offline_access"))).isEqualTo(Scope.of("read", "offline_access"));
        assertThat(standard.askedFor(Scope.EMPTY, List.of("offline_access"))).isEqualTo(Scope.EMPTY);
        assertThat(standard.addToRefresh(Parameters.builder(), READ, RESOURCE)
                        .build()
                        .names())
                .containsExactly("resource");
        assertThat(standard.assumesPkce()).isFalse();
    }

    @Test
    void neverNamesOfflineAccessAloneWhereTheScopeIsTheServers() {
        BY_NAME.values()
                .forEach(profile -> assertThat(profile.askedFor(Scope.EMPTY, List.of("offline_access")))
                        .isEqualTo(Scope.EMPTY));
    }

    @Test
    void keycloakIsNotAskedForASessionThatOutlivesTheSignOut() {
        assertThat(ProviderProfiles.KEYCLOAK.askedFor(READ, List.of("offline_access")))
                .isEqualTo(READ);
    }

    /** Without, it gives a token for Microsoft Graph. */
    @Test
    void entraIsToldTheScopeWithEachRefresh() {
        assertThat(ProviderProfiles.ENTRA
                        .addToRefresh(Parameters.builder(), READ, RESOURCE)
                        .build())
                .isEqualTo(Parameters.builder().add("scope", "read").build());
    }
}
