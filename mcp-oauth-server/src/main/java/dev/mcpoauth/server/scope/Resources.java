package dev.mcpoauth.server.scope;

import static dev.mcpoauth.core.OAuthError.INVALID_TARGET;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The resources of this server, found by what clients call them (RFC 8707 §2): equal after normalization, or by their
 * origin alone where that origin has exactly one resource, which is what Claude Code and others send.
 */
public final class Resources {
    private final List<ResourceSettings> all;
    /** What well-behaved clients send needs no normalization. */
    private final Map<String, ResourceSettings> byIdentifier;

    /** These resources, at least one. */
    public Resources(List<ResourceSettings> all) {
        this.all = List.copyOf(all);
        this.byIdentifier = all.stream()
                .collect(Collectors.toUnmodifiableMap(
                        one -> one.identifier().value(), Function.identity(), (first, second) -> first));
    }

    /** All of them; the first is the default. */
    public List<ResourceSettings> all() {
        return all;
    }

    /**
     * The resources that the values of a {@code resource} parameter name, without repetition; the default one if there is
     * no value.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_target}
     */
    public List<ResourceSettings> requested(List<String> values) {
        return values.isEmpty()
                ? all.subList(0, 1)
                : values.stream().map(this::find).distinct().toList();
    }

    /** The resource that somebody else means by this text, if it is one of ours. */
    public Optional<ResourceSettings> named(String value) {
        try {
            return named(new ResourceIndicator(value));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Optional<ResourceSettings> named(ResourceIndicator named) {
        return exact(named).or(() -> atOrigin(named));
    }

    private ResourceSettings find(String value) {
        ResourceSettings itself = byIdentifier.get(value);
        return itself == null ? findByMeaning(value) : itself;
    }

    private ResourceSettings findByMeaning(String value) {
        return named(parse(value))
                .orElseThrow(() -> INVALID_TARGET
                        .because(ServerReasons.RESOURCE_UNKNOWN, "no tokens are issued for this resource")
                        .with("resource", value));
    }

    private static ResourceIndicator parse(String value) {
        try {
            return new ResourceIndicator(value);
        } catch (IllegalArgumentException e) {
            throw INVALID_TARGET.because(
                    ServerReasons.RESOURCE_MALFORMED,
                    "resource must be an absolute http or https URI without fragment");
        }
    }

    private Optional<ResourceSettings> exact(ResourceIndicator named) {
        return all.stream()
                .filter(one -> one.identifier().isEquivalentTo(named))
                .findFirst();
    }

    private Optional<ResourceSettings> atOrigin(ResourceIndicator named) {
        if (!isOrigin(named.uri())) {
            return Optional.empty();
        }
        List<ResourceSettings> there = all.stream()
                .filter(one -> origin(one.identifier()).isEquivalentTo(named))
                .toList();
        return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
    }

    private static boolean isOrigin(URI uri) {
        return uri.getRawQuery() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    }

    /** The resource's URL up to its path. */
    private static ResourceIndicator origin(ResourceIndicator resource) {
        URI uri = resource.uri();
        return new ResourceIndicator(uri.getScheme() + "://" + uri.getRawAuthority());
    }
}
