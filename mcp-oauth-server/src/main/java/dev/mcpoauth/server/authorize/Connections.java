package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.login.ConnectionView;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person has granted and not taken back: the grants that they find on the page of connected applications. */
final class Connections {
    private static final int SHOWN = 25;
    /** Rows of grants that are over are skipped; so many are looked at for one page. */
    private static final int ROUNDS = 20;

    private final GrantStore grants;
    private final ClientViews clients;
    private final List<ResourceSettings> resources;

    Connections(GrantStore grants, ClientViews clients, List<ResourceSettings> resources) {
        this.grants = grants;
        this.clients = clients;
        this.resources = List.copyOf(resources);
    }

    /**
     * A part of the list, by grant id.
     *
     * @param items at most 25
     * @param next after which grant the next part begins, if there may be one
     */
    record Part(List<ConnectionView> items, Optional<String> next) {
        Part {
            items = List.copyOf(items);
        }
    }

    Part list(String subject, String after, Instant now) {
        List<ConnectionView> found = new ArrayList<>();
        Cursor from = new Cursor(after);
        for (int round = 0; round < ROUNDS; round++) {
            Page<GrantRecord> page = grants.list(new GrantSelector.OfSubject(subject), from, SHOWN);
            for (GrantRecord grant : page.items()) {
                if (found.size() == SHOWN) {
                    return new Part(found, Optional.of(from.after()));
                }
                from = new Cursor(grant.grantId());
                if (isOwn(grant, subject) && grant.isLive(now)) {
                    found.add(view(grant));
                }
            }
            if (page.next().isEmpty()) {
                return new Part(found, Optional.empty());
            }
        }
        return new Part(found, Optional.of(from.after()));
    }

    /** A client that acts for itself is nobody's connection, should a person be called like it. */
    private static boolean isOwn(GrantRecord grant, String subject) {
        return grant.subject().equals(subject) && !grant.clientId().equals(subject);
    }

    /** Ends one; empty if it is none of this person's, or over. */
    Optional<GrantRecord> revoke(String subject, String grantId, Instant now) {
        return grants.find(grantId)
                .filter(grant -> isOwn(grant, subject))
                .filter(grant -> grants.revoke(grantId, RevokeReason.OWNER_REQUEST, now));
    }

    /** Ends all, also those of other pages; returns how many. */
    int revokeAll(String subject, Instant now) {
        return grants.revokeWhere(new GrantSelector.OfSubject(subject), RevokeReason.OWNER_REQUEST, now);
    }

    private ConnectionView view(GrantRecord grant) {
        GrantTerms terms = GrantTerms.read(grant.payload());
        return new ConnectionView(
                grant.grantId(),
                clients.connected(grant.clientId(), destination(grant)),
                resources.stream()
                        .filter(one -> terms.covers(one.identifier()))
                        .map(one -> new ConnectionView.Access(one.name(), scopes(terms, one)))
                        .toList(),
                grant.createdAt());
    }

    private static List<String> scopes(GrantTerms terms, ResourceSettings resource) {
        return terms.scope().tokens().stream()
                .filter(resource.scopes().tokens()::contains)
                .toList();
    }

    private static Optional<Destination> destination(GrantRecord grant) {
        return grant.redirectUri().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Destination(grant.clientId(), new RedirectUri(grant.redirectUri()), Optional.empty()));
    }
}
