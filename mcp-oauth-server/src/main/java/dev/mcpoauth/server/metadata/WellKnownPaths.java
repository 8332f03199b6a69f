package dev.mcpoauth.server.metadata;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * At which paths the documents are looked for: where the standards put them, and where clients look that guess. The
 * issuer inside is the same everywhere, so that a strict client can not be misled by an alias.
 */
public final class WellKnownPaths {
    private static final List<String> SUFFIXES =
            List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration");

    private WellKnownPaths() {}

    /**
     * Where the authorization server's document is served: where {@link WellKnownUris} says, and with the path of each
     * resource on the same origin, which clients of 2025-03-26 take for the issuer's.
     */
    public static Set<String> ofAuthorizationServer(Issuer issuer, List<ResourceSettings> resources) {
        Set<String> paths = new LinkedHashSet<>();
        WellKnownUris.servedByAuthorizationServer(issuer).forEach(uri -> paths.add(uri.getRawPath()));
        for (ResourceSettings resource : here(issuer, resources)) {
            String path = withoutSlash(resource.identifier().uri().getRawPath());
            SUFFIXES.forEach(suffix -> paths.add(suffix + path));
        }
        return paths;
    }

    /**
     * Where each resource's document is served (RFC 9728 §3.1); at the root, the first resource's. Only resources on this
     * server's origin, as others are described where they are.
     */
    public static Map<String, ResourceSettings> ofResources(Issuer issuer, List<ResourceSettings> resources) {
        Map<String, ResourceSettings> paths = new LinkedHashMap<>();
        for (ResourceSettings resource : here(issuer, resources)) {
            WellKnownUris.forProtectedResource(resource.identifier())
                    .forEach(uri -> paths.putIfAbsent(uri.getRawPath(), resource));
        }
        return paths;
    }

    private static List<ResourceSettings> here(Issuer issuer, List<ResourceSettings> resources) {
        return resources.stream()
                .filter(resource -> origin(resource.identifier().uri()).equals(origin(issuer.uri())))
                .toList();
    }

    private static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
