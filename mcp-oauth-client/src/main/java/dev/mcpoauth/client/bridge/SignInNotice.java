package dev.mcpoauth.client.bridge;

import java.net.URI;

/**
 * Somebody has to sign in. Says what the user needs to know and nothing else, since a host shows it.
 *
 * @param url where
 * @param text what to do, the URL included
 * @param browserOpened whether a browser was opened there already
 */
public record SignInNotice(URI url, String text, boolean browserOpened) {

    /** Without the URL, which carries the state of the sign-in. */
    @Override
    public String toString() {
        return "SignInNotice[browserOpened=" + browserOpened + "]";
    }
}
