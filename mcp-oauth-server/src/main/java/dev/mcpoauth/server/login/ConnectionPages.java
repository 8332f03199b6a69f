package dev.mcpoauth.server.login;

/**
 * Renders the pages of connected applications, under the same rules as {@link LoginPages}. Signing in comes from there.
 */
public interface ConnectionPages {

    /** Shows what a person has connected. */
    Page connections(ConnectionsView view);

    /** Says that nobody is signed in any more. */
    Page signedOut();

    /** The pages that come with this library. */
    static ConnectionPages plain() {
        return new PlainConnectionPages();
    }
}
