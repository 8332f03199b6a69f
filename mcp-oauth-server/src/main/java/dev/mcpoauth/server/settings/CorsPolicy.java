package dev.mcpoauth.server.settings;

import java.util.Optional;
import java.util.Set;

/**
 * Which web origins may call the endpoints from a script. The endpoints take credentials only from the request itself and
 * never from a cookie, so that any origin is a safe default (the login pages are never open to scripts).
 */
public final class CorsPolicy {
    private static final CorsPolicy ANY = new CorsPolicy(Set.of(), true);
    private static final CorsPolicy NONE = new CorsPolicy(Set.of(), false);

    private final Set<String> origins;
    private final boolean any;

    private CorsPolicy(Set<String> origins, boolean any) {
        this.origins = Set.copyOf(origins);
        this.any = any;
    }

    /** Any origin: browser-based clients such as the MCP Inspector work. The default. */
    public static CorsPolicy anyOrigin() {
        return ANY;
    }

    /** These origins only, each as a browser writes it: {@code https://app.example}. */
    public static CorsPolicy origins(Set<String> origins) {
        return new CorsPolicy(origins, false);
    }

    /** No script of another origin. */
    public static CorsPolicy none() {
        return NONE;
    }

    /** The value of {@code Access-Control-Allow-Origin} for a request from this origin, if it is allowed. */
    public Optional<String> allow(String origin) {
        if (any) {
            return Optional.of("*");
        }
        return origins.contains(origin) ? Optional.of(origin) : Optional.empty();
    }
}
