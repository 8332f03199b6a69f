package dev.mcpoauth.core.store;

/** Which grants are meant. */
public sealed interface GrantSelector {

    /** Whether {@code grant} is one of them. */
    boolean matches(GrantRecord grant);

    /** All grants of one resource owner. */
    record OfSubject(String subject) implements GrantSelector {
        @Override
        public boolean matches(GrantRecord grant) {
            return grant.subject().equals(subject);
        }
    }

    /** All grants held by one client. */
    record OfClient(String clientId) implements GrantSelector {
        @Override
        public boolean matches(GrantRecord grant) {
            return grant.clientId().equals(clientId);
        }
    }

    /** What one resource owner granted to one client. */
    record OfSubjectAndClient(String subject, String clientId) implements GrantSelector {
        @Override
        public boolean matches(GrantRecord grant) {
            return grant.subject().equals(subject) && grant.clientId().equals(clientId);
        }
    }

    /** The same, but only sign-ins that returned to one place: one installation among several of the same client. */
    record OfSubjectClientAndRedirect(String subject, String clientId, String redirectUri) implements GrantSelector {
        @Override
        public boolean matches(GrantRecord grant) {
            return grant.subject().equals(subject)
                    && grant.clientId().equals(clientId)
                    && grant.redirectUri().equals(redirectUri);
        }
    }
}
