package dev.mcpoauth.server.metadata;

import dev.mcpoauth.core.Issuer;

/**
 * Where the endpoints live: below the issuer, whose own text is never changed.
 *
 * @param base the issuer without a trailing slash
 * @param path the path of the base, empty at the root
 */
public record EndpointUrls(String base, String path) {

    /** The URLs below this issuer. */
    public static EndpointUrls of(Issuer issuer) {
        return new EndpointUrls(
                withoutSlash(issuer.value()), withoutSlash(issuer.uri().getRawPath()));
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The URL of an endpoint, such as {@code /token}. */
    public String url(String endpoint) {
        return base + endpoint;
    }
}
