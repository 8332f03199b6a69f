package dev.mcpoauth.client.doctor;

import java.net.URI;

/** URLs and failures as they are shown. */
final class Shown {
    private Shown() {}

    /** Without user information and query, which may be secrets. */
    static String url(URI uri) {
        String host = uri.getHost() == null ? "?" : uri.getHost();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + host + port + path + (uri.getRawQuery() == null ? "" : "?…");
    }

    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** A text with paths in it: the home directory mostly has the user's name. */
    static String withoutHome(String text) {
        String home = System.getProperty("user.home", "");
        return home.length() > 1 ? text.replace(home, "~") : text;
    }

    /** What went wrong, by the innermost text: that is the one that names the cause. */
    static String failure(Throwable failure) {
        String text = failure.getClass().getSimpleName();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 10; depth++) {
            String message = at.getMessage();
            text = message == null || message.isBlank() ? text : message;
            at = at.getCause();
        }
        return text;
    }
}
