package dev.mcpoauth.server.token;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.Actor;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.grant.Lineage;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes tokens from tokens: of the same grant and subject, for another client and resource, and with who acts. */
final class ExchangedTokens {
    /** Who needs more has a cycle. */
    private static final int MOST_ACTORS = 5;
    /** Of one token into the next, also by a client that narrows its own. */
    private static final int MOST_EXCHANGES = 8;

    private final TokenMint mint;

    ExchangedTokens(TokenMint mint) {
        this.mint = mint;
    }

    /**
     * A token that is not issued until a store says so.
     *
     * @param token what the store is to insert
     * @param response the response body for the client, but for the type
     * @param actor who acts, if it is not the client of the old token
     */
    record Exchanged(AccessRecord token, JsonObject response, Optional<JsonObject> actor) {}

    Exchanged mint(TokenRequest request, AccessView subject, ResourceSettings target, Scope scope) {
        if (Lineage.depth(subject.token()) >= MOST_EXCHANGES) {
            throw SubjectTokens.notAcceptable(ServerReasons.EXCHANGE_CHAIN, request);
        }
        Optional<JsonObject> actor = actor(request, subject);
        GrantTerms terms = new GrantTerms(scope, List.of(target.identifier()));
        TokenMint.Minted minted = mint.mint(request, seenBy(request, subject, actor), GrantKey.NONE, terms, 0);
        AccessRecord token = minted.tokens().access().orElseThrow();
        OpaqueBytes payload = withActor(Lineage.write(token.payload(), subject.token()), actor);
        return new Exchanged(
                new AccessRecord(
                        token.hash(), token.grantId(), token.clientId(), token.createdAt(), token.expiresAt(), payload),
                JsonObject.parse(minted.response().toByteArray()),
                actor);
    }

    /** A client that narrows its own token acts for nobody else; whoever acted before stays on record. */
    private static Optional<JsonObject> actor(TokenRequest request, AccessView subject) {
        Optional<JsonObject> before = Actor.of(subject.token().payload());
        if (subject.token().clientId().equals(request.clientId())) {
            return before;
        }
        JsonObject actor = Actor.client(request.clientId(), before);
        if (Actor.count(actor) > MOST_ACTORS) {
            throw SubjectTokens.notAcceptable(ServerReasons.EXCHANGE_CHAIN, request);
        }
        return Optional.of(actor);
    }

    /** The subject's grant as the new token shows it: to this client, and no longer than the old token. */
    private static GrantRecord seenBy(TokenRequest request, AccessView subject, Optional<JsonObject> actor) {
        GrantRecord grant = subject.grant();
        Instant end = subject.token().expiresAt();
        return new GrantRecord(
                grant.grantId(),
                grant.subject(),
                request.clientId(),
                grant.redirectUri(),
                grant.state(),
                grant.version(),
                grant.createdAt(),
                end.isBefore(grant.expiresAt()) ? end : grant.expiresAt(),
                grant.sealedProps(),
                withActor(grant.payload(), actor));
    }

    private static OpaqueBytes withActor(OpaqueBytes payload, Optional<JsonObject> actor) {
        return actor.map(one -> Actor.write(payload, one)).orElse(payload);
    }
}
