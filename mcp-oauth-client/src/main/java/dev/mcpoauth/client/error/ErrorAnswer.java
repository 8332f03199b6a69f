package dev.mcpoauth.client.error;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server says of an error beside its code (RFC 6749 §4.1.2.1, §5.2), made fit for showing. */
public final class ErrorAnswer {
    private static final Pattern GRAMMAR = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,300}");

    private ErrorAnswer() {}

    /**
     * The description and where the server says more, to follow the code; empty without either.
     *
     * @param description the {@code error_description}
     * @param uri the {@code error_uri}; shown as text and never opened, whole or not at all: https without user information, or http on
     *     a loopback host
     */
    public static String details(Optional<String> description, Optional<String> uri) {
        return description.map(text -> ": " + Printable.text(text)).orElse("")
                + uri.filter(ErrorAnswer::isFitForShowing)
                        .map(text -> " (see " + text + ")")
                        .orElse("");
    }

    private static boolean isFitForShowing(String text) {
        try {
            URI uri = new URI(text);
            return GRAMMAR.matcher(text).matches()
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && isLoopback(uri.getHost())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    }
}
