package dev.mcpoauth.server.http;

/** Turns a refusal or an outage into what the peer can read. */
@FunctionalInterface
public interface ErrorRenderer {

    /**
     * The response.
     *
     * @param code the OAuth error code
     * @param text safe for the peer
     */
    WebResponse render(Exchange exchange, int status, String code, String text);
}
