package dev.mcpoauth.client.login;

import java.net.URI;

/** Tells a person where to sign in. */
@FunctionalInterface
public interface LoginPrompt {

    /** Tells nobody; a browser has to do. */
    LoginPrompt NONE = (authorizationUrl, browserOpened) -> false;

    /**
     * Shows the URL. It carries the state of the sign-in: show it to the user, and do not log it.
     *
     * @param browserOpened whether a browser has been opened at it already
     * @return whether anybody could see it
     */
    boolean show(URI authorizationUrl, boolean browserOpened);
}
