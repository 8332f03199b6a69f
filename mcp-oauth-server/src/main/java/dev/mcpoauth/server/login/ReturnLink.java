package dev.mcpoauth.server.login;

/**
 * A way back to the application that the person may choose.
 *
 * @param url where it leads, with the complete error response (RFC 6749 §4.1.2.1)
 * @param host what to call it
 */
public record ReturnLink(String url, String host) {
    /** Not the URL, which carries the client's state. */
    @Override
    public String toString() {
        return "ReturnLink[" + host + "]";
    }
}
