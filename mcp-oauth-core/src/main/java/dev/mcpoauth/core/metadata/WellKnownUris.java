package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where metadata documents are found. Identifiers themselves are never rewritten; only the location derived from one
 * drops a slash, and only where the RFC says so.
 */
public final class WellKnownUris {
    private static final String AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource";

    private WellKnownUris() {}

    /**
     * The locations that a client tries for an issuer's metadata, in order
     * (<a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.1">RFC 8414 §3.1</a> and §5, MCP 2026-07-28
     * Authorization Server Metadata Discovery): with a path inserted before it, OpenID inserted, OpenID appended;
     * without a path, both at the root.
     */
    public static List<URI> forAuthorizationServer(Issuer issuer) {
        String origin = origin(issuer.uri());
        String path = withoutTerminatingSlash(issuer.uri().getRawPath());
        Set<URI> candidates = new LinkedHashSet<>();
        candidates.add(URI.create(origin + AUTHORIZATION_SERVER + path));
        candidates.add(URI.create(origin + OPENID + path));
        candidates.add(URI.create(origin + path + OPENID));
        return List.copyOf(candidates);
    }

    /**
     * The locations at which an authorization server answers with its metadata: those of
     * {@link #forAuthorizationServer}, and for an issuer with a path also the RFC 8414 suffix appended and both documents
     * at the root, which older MCP clients ask for.
     */
    public static List<URI> servedByAuthorizationServer(Issuer issuer) {
        String origin = origin(issuer.uri());
        String path = withoutTerminatingSlash(issuer.uri().getRawPath());
        Set<URI> locations = new LinkedHashSet<>(forAuthorizationServer(issuer));
        locations.add(URI.create(origin + path + AUTHORIZATION_SERVER));
        locations.add(URI.create(origin + AUTHORIZATION_SERVER));
        locations.add(URI.create(origin + OPENID));
        return List.copyOf(locations);
    }

    /**
     * The locations of a protected resource's metadata, in order: inserted before path and query
     * (<a href="https://www.rfc-editor.org/rfc/rfc9728#section-3.1">RFC 9728 §3.1</a>), the same without the path's
     * terminating slash if it has one, and at the root (MCP 2026-07-28 Protected Resource Metadata Discovery).
     */
    public static List<URI> forProtectedResource(ResourceIndicator resource) {
        URI uri = resource.uri();
        String base = origin(uri) + PROTECTED_RESOURCE;
        String path = afterHost(uri.getRawPath());
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        List<URI> candidates = new ArrayList<>();
        candidates.add(URI.create(base + path + query));
        candidates.add(URI.create(base + withoutTerminatingSlash(path) + query));
        candidates.add(URI.create(base));
        return candidates.stream().distinct().toList();
    }

    /** The location that a resource names in its challenges: the first of {@link #forProtectedResource}. */
    public static URI ofProtectedResource(ResourceIndicator resource) {
        return forProtectedResource(resource).get(0);
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String afterHost(String path) {
        return path.equals("/") ? "" : path;
    }

    private static String withoutTerminatingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
