package dev.mcpoauth.client.provider;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one authorization server wants to be asked where it differs from what MCP and the RFCs say. {@link #standard} differs
 * in nothing; each method returns a profile with one more difference. Immutable.
 */
public final class ProviderProfile {
    private static final String OFFLINE = "offline_access";
    private static final ProviderProfile STANDARD = new ProviderProfile(
            new Differences(List.of("resource"), Optional.empty(), Offline.WHERE_LISTED, true, Map.of(), false, false));

    private final Differences differences;

    private ProviderProfile(Differences differences) {
        this.differences = differences;
    }

    private record Differences(
            List<String> resourceParameters,
            Optional<ResourceIndicator> resource,
            Offline offline,
            boolean consentPrompt,
            Map<String, String> authorizationParameters,
            boolean scopeOnRefresh,
            boolean assumePkce) {}

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
        return new ProviderProfile(new Differences(
                List.of(names),
                differences.resource,
                differences.offline,
                differences.consentPrompt,
                differences.authorizationParameters,
                differences.scopeOnRefresh,
                differences.assumePkce));
    }

    /** Names this resource, whatever the metadata calls it: some servers know it by another name. */
    public ProviderProfile namingTheResource(ResourceIndicator name) {
        return new ProviderProfile(new Differences(
                differences.resourceParameters,
                Optional.of(name),
                differences.offline,
                differences.consentPrompt,
                differences.authorizationParameters,
                differences.scopeOnRefresh,
                differences.assumePkce));
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
        return new ProviderProfile(new Differences(
                differences.resourceParameters,
                differences.resource,
                choice,
                differences.consentPrompt,
                differences.authorizationParameters,
                differences.scopeOnRefresh,
                differences.assumePkce));
    }

    /** Leaves out {@code prompt=consent}, which OpenID Connect Core §11 asks for together with offline access. */
    public ProviderProfile withoutConsentPrompt() {
        return new ProviderProfile(new Differences(
                differences.resourceParameters,
                differences.resource,
                differences.offline,
                false,
                differences.authorizationParameters,
                differences.scopeOnRefresh,
                differences.assumePkce));
    }

    /** Adds a parameter to authorization requests. */
    public ProviderProfile withAuthorizationParameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(differences.authorizationParameters);
        more.put(name, value);
        return new ProviderProfile(new Differences(
                differences.resourceParameters,
                differences.resource,
                differences.offline,
                differences.consentPrompt,
                Map.copyOf(more),
                differences.scopeOnRefresh,
                differences.assumePkce));
    }

    /** Repeats the granted scope when tokens are refreshed, which RFC 6749 §6 leaves open. */
    public ProviderProfile repeatingTheScopeOnRefresh() {
        return new ProviderProfile(new Differences(
                differences.resourceParameters,
                differences.resource,
                differences.offline,
                differences.consentPrompt,
                differences.authorizationParameters,
                true,
                differences.assumePkce));
    }

    /**
     * Weakens security where the server does not verify PKCE: takes it for granted that it does, though its metadata does
     * not say so.
     */
    public ProviderProfile dangerouslyAssumingPkce() {
        return new ProviderProfile(new Differences(
                differences.resourceParameters,
                differences.resource,
                differences.offline,
                differences.consentPrompt,
                differences.authorizationParameters,
                differences.scopeOnRefresh,
                true));
    }

    /** Whether PKCE is taken for granted. */
    public boolean assumesPkce() {
        return differences.assumePkce;
    }

    /**
     * The scope to ask a user for. A scope that is left to the server stays so: naming offline access alone would ask for
     * nothing else.
     *
     * @param listed the scopes that the server's metadata lists
     */
    public Scope askedFor(Scope wanted, List<String> listed) {
        boolean ask = differences.offline == Offline.ALWAYS
                || (differences.offline == Offline.WHERE_LISTED && listed.contains(OFFLINE));
        return ask && !wanted.isEmpty() ? wanted.union(Scope.of(OFFLINE)) : wanted;
    }

    /** Adds what an authorization request with the scope needs. */
    public Parameters.Builder addToAuthorization(Parameters.Builder query, Scope scope, ResourceIndicator resource) {
        boolean consent = differences.consentPrompt
                && scope.tokens().contains(OFFLINE)
                && !differences.authorizationParameters.containsKey("prompt");
        differences.authorizationParameters.forEach(query::add);
        return addResource(query.add("prompt", consent ? "consent" : ""), resource);
    }

    /** Names the resource in a token request. */
    public Parameters.Builder addResource(Parameters.Builder form, ResourceIndicator resource) {
        String named = differences.resource.orElse(resource).value();
        differences.resourceParameters.forEach(name -> form.add(name, named));
        return form;
    }

    /** Adds what a refresh of tokens with the scope needs. */
    public Parameters.Builder addToRefresh(Parameters.Builder form, Scope granted, ResourceIndicator resource) {
        return addResource(form.add("scope", differences.scopeOnRefresh ? granted.toString() : ""), resource);
    }

    @Override
    public String toString() {
        return "ProviderProfile[" + differences.resourceParameters + ", " + differences.offline + ", "
                + differences.authorizationParameters.keySet() + "]";
    }
}
