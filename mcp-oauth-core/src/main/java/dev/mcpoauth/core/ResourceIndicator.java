package dev.mcpoauth.core;

import dev.mcpoauth.core.internal.Uris;
import java.net.URI;

/**
 * The identifier of a protected resource, as in the {@code resource} parameter of RFC 8707 §2 and the {@code resource}
 * member of RFC 9728 §2: an absolute http or https URI without fragment.
 *
 * <p>Equality is character by character and the text is kept as given, so that no slash is gained or lost on the way to
 * a peer that compares exactly. {@link #isEquivalentTo} is the tolerant comparison for what peers send.
 *
 * @param value the identifier, byte for byte as it was given
 */
public record ResourceIndicator(String value) {

    public ResourceIndicator {
        URI uri = Uris.absolute(value, "resource");
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("resource has no fragment or user information (RFC 8707 §2)");
        }
    }

    /** The identifier as a URI. */
    public URI uri() {
        return URI.create(value);
    }

    /**
     * Whether both name the same resource after the normalization of RFC 3986 §6.2: case of scheme and host, default
     * port, and one trailing slash of the path, which real clients add and drop at will.
     */
    public boolean isEquivalentTo(ResourceIndicator other) {
        return normalized().equals(other.normalized());
    }

    private String normalized() {
        URI uri = uri();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Uris.origin(uri) + trimmed + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    @Override
    public String toString() {
        return value;
    }
}
