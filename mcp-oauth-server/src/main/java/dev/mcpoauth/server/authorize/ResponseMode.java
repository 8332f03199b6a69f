package dev.mcpoauth.server.authorize;

import java.util.Arrays;
import java.util.Optional;

/** How a response reaches the client (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post Response Mode). */
enum ResponseMode {
    /** In the query of the redirect URI. */
    QUERY("query"),
    /** In a form that the browser posts to the redirect URI. */
    FORM_POST("form_post");

    private final String wireName;

    ResponseMode(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** The mode of this parameter; empty if it is another one. */
    static Optional<ResponseMode> of(String wireName) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName.equals(wireName))
                .findFirst();
    }

    /**
     * The mode in which a request can be answered: what it asks for if that exists and can work there, or else the query, in
     * which it is told so.
     */
    static ResponseMode answering(Optional<String> parameter, Destination destination) {
        return parameter
                .flatMap(ResponseMode::of)
                .filter(mode -> mode == QUERY || destination.takesForms())
                .orElse(QUERY);
    }
}
