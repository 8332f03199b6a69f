package dev.mcpoauth.client.provider;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one authorization server wants to be asked where it differs from what MCP and the RFCs say. {@link #standard} differs
 * in nothing; each method returns a profile with one more difference. Immutable.
 */
public final class ProviderProfile {
    private static final String OFFLINE = "offline_access";
    private static final ProviderProfile STANDARD =
            new ProviderProfile(List.of("resource"), Offline.WHERE_LISTED, true, Map.of(), false, false);

    private final List<String> resourceParameters;
    private final Offline offline;
    private final boolean consentPrompt;
    private final Map<String, String> authorizationParameters;
    private final boolean scopeOnRefresh;
    private final boolean assumePkce;

    private ProviderProfile(
            List<String> resourceParameters,
            Offline offline,
            boolean consentPrompt,
            Map<String, String> authorizationParameters,
            boolean scopeOnRefresh,
            boolean assumePkce) {
        this.resourceParameters = resourceParameters;
        this.offline = offline;
        this.consentPrompt = consentPrompt;
        this.authorizationParameters = authorizationParameters;
        this.scopeOnRefresh = scopeOnRefresh;
        this.assumePkce = assumePkce;
    }

    private enum Offline {
        WHERE_LISTED,
        ALWAYS,
        NEVER
    }

    /** What MCP says: {@code resource} in every request, {@code offline_access} where the metadata lists it. */
    public static ProviderProfile standard() {
        return STANDARD;
    }

    /**
     * Names the resource by other parameters than {@code resource} (RFC 8707 §2).
     *
     * @param names none to leave it out: the server then decides by the scope what tokens are for
     */
    public ProviderProfile namingTheResourceBy(String... names) {
        return new ProviderProfile(
                List.of(names), offline, consentPrompt, authorizationParameters, scopeOnRefresh, assumePkce);
    }

    /** Asks for {@code offline_access} although the metadata does not list it. */
    public ProviderProfile alwaysAskingForOfflineAccess() {
        return with(Offline.ALWAYS);
    }

    /** Never adds {@code offline_access}: the server refuses it, or gives refresh tokens without. */
    public ProviderProfile neverAskingForOfflineAccess() {
        return with(Offline.NEVER);
    }

    private ProviderProfile with(Offline choice) {
        return new ProviderProfile(
                resourceParameters, choice, consentPrompt, authorizationParameters, scopeOnRefresh, assumePkce);
    }

    /** Leaves out {@code prompt=consent}, which OpenID Connect Core §11 asks for together with offline access. */
    public ProviderProfile withoutConsentPrompt() {
        return new ProviderProfile(
                resourceParameters, offline, false, authorizationParameters, scopeOnRefresh, assumePkce);
    }

    /** Adds a parameter to authorization requests. */
    public ProviderProfile withAuthorizationParameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(authorizationParameters);
        more.put(name, value);
        return new ProviderProfile(
                resourceParameters, offline, consentPrompt, Map.copyOf(more), scopeOnRefresh, assumePkce);
    }

    /** Repeats the granted scope when tokens are refreshed, which RFC 6749 §6 leaves open. */
    public ProviderProfile repeatingTheScopeOnRefresh() {
        return new ProviderProfile(
                resourceParameters, offline, consentPrompt, authorizationParameters, true, assumePkce);
    }

    /**
     * Weakens security where the server does not verify PKCE: takes it for granted that it does, though its metadata does
     * not say so.
     */
    public ProviderProfile dangerouslyAssumingPkce() {
        return new ProviderProfile(
                resourceParameters, offline, consentPrompt, authorizationParameters, scopeOnRefresh, true);
    }

    /** Whether PKCE is taken for granted. */
    public boolean assumesPkce() {
        return assumePkce;
    }

    /**
     * The scope to ask a user for. A scope that is left to the server stays so: naming offline access alone would ask for
     * nothing else.
     *
     * @param listed the scopes that the server's metadata lists
     */
    public Scope askedFor(Scope wanted, List<String> listed) {
        boolean ask = offline == Offline.ALWAYS || (offline == Offline.WHERE_LISTED && listed.contains(OFFLINE));
        return ask && !wanted.isEmpty() ? wanted.union(Scope.of(OFFLINE)) : wanted;
    }

    /** Adds what an authorization request with the scope needs. */
    public Parameters.Builder addToAuthorization(Parameters.Builder query, Scope scope, ResourceIndicator resource) {
        boolean consent =
                consentPrompt && scope.tokens().contains(OFFLINE) && !authorizationParameters.containsKey("prompt");
        authorizationParameters.forEach(query::add);
        return addResource(query.add("prompt", consent ? "consent" : ""), resource);
    }

    /** Names the resource in a token request. */
    public Parameters.Builder addResource(Parameters.Builder form, ResourceIndicator resource) {
        resourceParameters.forEach(name -> form.add(name, resource.value()));
        return form;
    }

    /** Adds what a refresh of tokens with the scope needs. */
    public Parameters.Builder addToRefresh(Parameters.Builder form, Scope granted, ResourceIndicator resource) {
        return addResource(form.add("scope", scopeOnRefresh ? granted.toString() : ""), resource);
    }

    @Override
    public String toString() {
        return "ProviderProfile[" + resourceParameters + ", " + offline + ", " + authorizationParameters.keySet() + "]";
    }
}
