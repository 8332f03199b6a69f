package dev.mcpoauth.server.internal.claims;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * Whom a token is for: the values of {@code aud}, a string or an array of strings (RFC 7519 §4.1.3).
 *
 * @param values all of them; none if the claim is missing or anything else
 */
public record Audience(List<String> values) {
    public Audience {
        values = List.copyOf(values);
    }

    /** The audience that these claims name. */
    public static Audience of(JsonObject claims) {
        return new Audience(claims.string("aud")
                .map(List::of)
                .or(() -> claims.strings("aud"))
                .orElse(List.of()));
    }

    /**
     * Whether a resource is meant: by its URL after the normalization of RFC 3986 §6.2, or by one of the names that its
     * operator says are its own, exactly.
     */
    public boolean covers(ResourceIndicator resource, Set<String> ownNames) {
        return values.stream().anyMatch(value -> ownNames.contains(value) || isEquivalent(resource, value));
    }

    private static boolean isEquivalent(ResourceIndicator resource, String value) {
        if (value.equals(resource.value())) {
            return true;
        }
        try {
            return resource.isEquivalentTo(new ResourceIndicator(value));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }
}
