package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.AuthTime;
import dev.mcpoauth.server.grant.CodeBinding;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/** Turns consent into a grant and its code (RFC 6749 §4.1.2). */
final class CodeIssuer {
    private static final int GRANTS_LOOKED_AT = 50;

    private final AuthorizationServerSettings settings;
    private final OAuthStore store;
    private final Clients clients;
    private final Handles handles;
    private final SecureRandom random;
    private final GrantSeals seals;

    CodeIssuer(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Clients clients,
            Handles handles,
            SecureRandom random) {
        this.settings = settings;
        this.store = store;
        this.clients = clients;
        this.handles = handles;
        this.random = random;
        this.seals = new GrantSeals(random);
    }

    /** The response that takes the code to the client. */
    Parameters.Builder issue(Exchange exchange, AuthorizationRequest request, SignIn signIn) {
        Destination destination = request.destination();
        Instant now = exchange.now();
        String grantId = handles.generate();
        exchange.about(FlowKeys.GRANT, grantId);
        GrantKey key = seals.keyFor(signIn.person().properties());
        GrantRecord grant = GrantRecord.granted(
                grantId,
                signIn.person().id(),
                destination.clientId(),
                destination.redirectUri().value(),
                now,
                now.plus(settings.lifetimes().grant()),
                seals.seal(key, grantId, signIn.person().properties()),
                AuthTime.write(request.terms(), signIn.at()));
        store.grants().create(grant);
        AuthorizationCode code = AuthorizationCode.generate(random);
        CodeBinding binding = new CodeBinding(destination.redirectUri(), request.challenge(), request.key());
        store.codes()
                .issue(CodeRecord.issued(
                        code.hash(settings.tokenHasher()),
                        grant.grantId(),
                        destination.clientId(),
                        now,
                        now.plus(settings.lifetimes().code()),
                        seals.carry(key, code, grantId, binding.write())));
        exchange.bestEffort(() -> clients.used(destination.clientId(), now));
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.AUTHORIZE_GRANTED,
                Map.of(
                        "client_id",
                        destination.clientId(),
                        "grant",
                        grant.grantId(),
                        "subject",
                        grant.subject(),
                        "scope",
                        request.terms().scope()));
        return Parameters.builder().add("code", code.reveal());
    }

    /** Whether the person has granted all of this to the client before, and that may stand for an answer now. */
    boolean isRemembered(AuthorizationRequest request, Subject person, Instant now) {
        boolean attributable = request.destination().isWebSite();
        if (!settings.rememberConsent() || !attributable || request.prompt().consent()) {
            return false;
        }
        GrantSelector same = new GrantSelector.OfSubjectClientAndRedirect(
                person.id(),
                request.destination().clientId(),
                request.destination().redirectUri().value());
        return store.grants().list(same, Cursor.START, GRANTS_LOOKED_AT).items().stream()
                .filter(grant -> grant.isLive(now))
                .map(grant -> GrantTerms.read(grant.payload()))
                .anyMatch(terms -> covered(terms).containsAll(request.terms().scope())
                        && terms.resources().containsAll(request.terms().resources()));
    }

    private Scope covered(GrantTerms terms) {
        return ScopePolicy.covered(
                terms.scope(),
                settings.resources().stream()
                        .filter(one -> terms.covers(one.identifier()))
                        .toList());
    }
}
