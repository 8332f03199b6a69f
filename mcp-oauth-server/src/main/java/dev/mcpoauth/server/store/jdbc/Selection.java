package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantSelector.OfClient;
import dev.mcpoauth.core.store.GrantSelector.OfSubject;
import dev.mcpoauth.core.store.GrantSelector.OfSubjectAndClient;
import dev.mcpoauth.core.store.GrantSelector.OfSubjectClientAndRedirect;
import java.util.List;

/** A selector of grants as a predicate and its parameters. */
record Selection(String predicate, List<Object> values) {
    /** Beside a subject: so that no planner looks for its few grants among all those of a popular client. */
    private static final String SAME_CLIENT = "COALESCE(client_id, '') = ?";

    static Selection of(GrantSelector by) {
        if (by instanceof OfSubject s) {
            return new Selection("subject = ?", List.of(s.subject()));
        }
        if (by instanceof OfClient c) {
            return new Selection("client_id = ?", List.of(c.clientId()));
        }
        if (by instanceof OfSubjectAndClient b) {
            return new Selection("subject = ? AND " + SAME_CLIENT, List.of(b.subject(), b.clientId()));
        }
        if (by instanceof OfSubjectClientAndRedirect r) {
            return new Selection(
                    "subject = ? AND " + SAME_CLIENT + " AND redirect_uri = ?",
                    List.of(r.subject(), r.clientId(), r.redirectUri()));
        }
        throw new IllegalArgumentException("unknown selector " + by.getClass());
    }

    /** The parameters of a statement that has {@code leading} ones before this predicate. */
    Object[] parameters(Object... leading) {
        return Sql.parameters(values, leading);
    }
}
