package dev.mcpoauth.client.provider;

import dev.mcpoauth.core.Issuer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The profiles that this client knows, picked by issuer. An issuer is a matter of TLS: nobody else can pass for one of these
 * hosts. To override one, hand {@code OAuthClient.Builder.providers} a function that answers before this one is asked.
 */
public final class ProviderProfiles {
    private static final Pattern COGNITO = Pattern.compile("cognito-idp\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");

    /**
     * Microsoft Entra ID, version 2 endpoints. {@code resource} beside scopes is refused (AADSTS9010010) unless it is the
     * application's own identifier, as the scopes name the resource already; a refresh without scope gives a token for
     * another resource; S256 is verified and not advertised; {@code prompt=consent} would ask users who may not consent.
     */
    public static final ProviderProfile ENTRA = ProviderProfile.standard()
            .namingTheResourceBy()
            .alwaysAskingForOfflineAccess()
            .withoutConsentPrompt()
            .repeatingTheScopeOnRefresh()
            .dangerouslyAssumingPkce();

    /** Google: refresh tokens by {@code access_type}, with consent each time; neither resource nor {@code offline_access}. */
    public static final ProviderProfile GOOGLE = ProviderProfile.standard()
            .namingTheResourceBy()
            .neverAskingForOfflineAccess()
            .withAuthorizationParameter("access_type", "offline")
            .withAuthorizationParameter("prompt", "consent");

    /** Auth0: its {@code audience} is what RFC 8707 calls a resource; {@code resource} is passed on to upstream providers. */
    public static final ProviderProfile AUTH0 =
            ProviderProfile.standard().namingTheResourceBy("audience").alwaysAskingForOfflineAccess();

    /** Okta: refresh tokens for {@code offline_access}, of which custom servers' metadata does not always tell. */
    public static final ProviderProfile OKTA = ProviderProfile.standard().alwaysAskingForOfflineAccess();

    /** Amazon Cognito: refresh tokens always, {@code offline_access} is an invalid scope; S256 verified, not advertised. */
    public static final ProviderProfile COGNITO_USER_POOL =
            ProviderProfile.standard().neverAskingForOfflineAccess().dangerouslyAssumingPkce();

    /** Keycloak: refresh tokens always; {@code offline_access} would open a session that outlives the user's sign-out. */
    public static final ProviderProfile KEYCLOAK = ProviderProfile.standard().neverAskingForOfflineAccess();

    /** GitHub: what an application may do is fixed where it was set up; there are no such parameters. */
    public static final ProviderProfile GITHUB =
            ProviderProfile.standard().namingTheResourceBy().neverAskingForOfflineAccess();

    private static final Map<Predicate<Issuer>, ProviderProfile> KNOWN = Map.of(
            host("login.microsoftonline.com")
                    .or(host("login.microsoftonline.us"))
                    .or(host("login.partner.microsoftonline.cn")),
            ENTRA,
            host("accounts.google.com"),
            GOOGLE,
            below("auth0.com"),
            AUTH0,
            below("okta.com").or(below("oktapreview.com")).or(below("okta-emea.com")),
            OKTA,
            issuer -> COGNITO.matcher(hostOf(issuer)).matches(),
            COGNITO_USER_POOL,
            issuer -> issuer.uri().getRawPath().matches("(/.+)?/realms/[^/]+"),
            KEYCLOAK,
            host("github.com"),
            GITHUB);

    private ProviderProfiles() {}

    /** The profile of an issuer, {@link ProviderProfile#standard} for one that is not known. */
    public static ProviderProfile of(Issuer issuer) {
        return KNOWN.entrySet().stream()
                .filter(known -> known.getKey().test(issuer))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ProviderProfile.standard());
    }

    private static Predicate<Issuer> host(String host) {
        return issuer -> hostOf(issuer).equals(host);
    }

    private static Predicate<Issuer> below(String domain) {
        return issuer -> hostOf(issuer).endsWith("." + domain);
    }

    private static String hostOf(Issuer issuer) {
        return issuer.uri().getHost().toLowerCase(Locale.ROOT);
    }
}
