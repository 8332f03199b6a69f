package dev.mcpoauth.client.login;

import java.net.URI;

/** Opens a URL for the user. */
@FunctionalInterface
public interface Browser {

    /** Never opens anything. */
    Browser NONE = url -> false;

    /**
     * Starts to open the URL and returns.
     *
     * @param url https, or http on a loopback host
     * @return whether something was started
     */
    boolean open(URI url);
}
