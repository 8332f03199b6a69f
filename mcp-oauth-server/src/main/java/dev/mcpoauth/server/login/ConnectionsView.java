package dev.mcpoauth.server.login;

import java.util.List;
import java.util.Optional;

/**
 * The page of connected applications. Each form posts the hidden field {@code nonce} to the action, and one of the buttons
 * {@code action=revoke} with the hidden field {@code grant}, {@code action=revoke-all}, and {@code action=sign-out} with a
 * field {@code everything} to disconnect all as well.
 *
 * @param person who is signed in
 * @param connections what they have connected, or a part of it
 * @param next the URL of the next part, if there is one
 * @param notice what was just done, or empty
 * @param problem what went wrong just before, or empty
 * @param action the URL to post to
 * @param nonce proves that the form was rendered for this sign-in
 */
public record ConnectionsView(
        String person,
        List<ConnectionView> connections,
        Optional<String> next,
        String notice,
        String problem,
        String action,
        String nonce) {
    public ConnectionsView {
        connections = List.copyOf(connections);
    }

    /** Not the nonce. */
    @Override
    public String toString() {
        return "ConnectionsView[" + connections.size() + "]";
    }
}
