package dev.mcpoauth.server.http;

/** Turns a refusal or an outage into what the peer can read. */
@FunctionalInterface
public interface ErrorRenderer {

    /** The response. */
    WebResponse render(Exchange exchange, Refused refused);
}
