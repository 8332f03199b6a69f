package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_GRANT;
import static dev.mcpoauth.core.OAuthError.INVALID_SCOPE;
import static dev.mcpoauth.core.OAuthError.INVALID_TARGET;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.assertion.VerifiedAssertion;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.util.List;
import java.util.Optional;

/**
 * What a client gets for an assertion: what it asks for of what the assertion says, of what the operator lets its issuer
 * say. Never more than any of the three.
 */
final class AssertedTerms {
    private final Resources resources;
    private final ScopePolicy scopes;

    AssertedTerms(Resources resources, ScopePolicy scopes) {
        this.resources = resources;
        this.scopes = scopes;
    }

    GrantTerms of(TokenRequest request, VerifiedAssertion assertion) {
        List<ResourceSettings> targets = targets(request, assertion);
        return new GrantTerms(
                scope(request, assertion, targets),
                targets.stream().map(ResourceSettings::identifier).toList());
    }

    private List<ResourceSettings> targets(TokenRequest request, VerifiedAssertion assertion) {
        List<String> asked = request.form().values("resource");
        boolean unsaid = !assertion.issuer().issuesIdentityAssertions()
                && !assertion.claims().has("resource");
        List<ResourceSettings> asserted = unsaid ? resources.requested(asked) : asserted(assertion.claims());
        List<ResourceSettings> possible =
                asserted.stream().filter(assertion.issuer()::covers).toList();
        if (possible.isEmpty()) {
            throw INVALID_TARGET
                    .because(
                            ServerReasons.IDENTITY_RESOURCE_NOT_PERMITTED,
                            "the assertion is for no resource that its issuer may give access to")
                    .with("resource", assertion.claims().value("resource").orElse(asked));
        }
        List<ResourceSettings> wanted = asked.isEmpty() ? possible : resources.requested(asked);
        if (!possible.containsAll(wanted)) {
            throw INVALID_TARGET
                    .because(ServerReasons.IDENTITY_OTHER_RESOURCE, "the assertion is for another resource")
                    .with("resource", asked);
        }
        return wanted;
    }

    /** Those that are ours: an assertion may be for others besides, of which nothing is known here. */
    private List<ResourceSettings> asserted(JsonObject claims) {
        List<String> names = claims.string("resource")
                .map(List::of)
                .or(() -> claims.strings("resource"))
                .filter(list -> !list.isEmpty())
                .orElseThrow(() -> refuse(
                        ServerReasons.IDENTITY_RESOURCE, "resource is missing or no resource identifier", claims));
        return names.stream()
                .flatMap(name -> resources.named(name).stream())
                .distinct()
                .toList();
    }

    private Scope scope(TokenRequest request, VerifiedAssertion assertion, List<ResourceSettings> targets) {
        Optional<String> asked = request.form().value("scope");
        Scope wanted = assertedScope(assertion.claims())
                .map(asserted -> scopes.narrowed(asked, asserted, targets))
                .orElseGet(() -> scopes.requested(asked, targets));
        Scope granted = wanted.intersect(most(assertion.issuer(), targets));
        if (granted.isEmpty()) {
            throw INVALID_SCOPE
                    .because(
                            ServerReasons.IDENTITY_SCOPE_NOT_PERMITTED,
                            "the assertion gives no scope that its issuer may give")
                    .with("scope", wanted);
        }
        return granted;
    }

    private static Optional<Scope> assertedScope(JsonObject claims) {
        if (!claims.has("scope")) {
            return Optional.empty();
        }
        return Optional.of(claims.string("scope")
                .flatMap(Scope::parse)
                .filter(scope -> !scope.isEmpty())
                .orElseThrow(() -> refuse(ServerReasons.IDENTITY_SCOPE, "scope is none", claims)));
    }

    private static Scope most(TrustedIssuer issuer, List<ResourceSettings> targets) {
        Scope known = targets.stream().map(ResourceSettings::scopes).reduce(Scope.EMPTY, Scope::union);
        return issuer.scope()
                .map(known::intersect)
                .orElseGet(() ->
                        targets.stream().map(ResourceSettings::defaultScopes).reduce(Scope.EMPTY, Scope::union));
    }

    private static OAuthException refuse(Reason reason, String what, JsonObject claims) {
        return INVALID_GRANT
                .because(reason, "assertion: " + what)
                .with("resource", claims.value("resource").orElse(""))
                .with("scope", claims.value("scope").orElse(""));
    }
}
