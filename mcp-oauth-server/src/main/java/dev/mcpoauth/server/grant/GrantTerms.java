package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import java.util.List;

/**
 * What was granted, or what one access token carries of it.
 *
 * @param scope what may be done
 * @param resources where, by the identifiers of the settings; at least one
 */
public record GrantTerms(Scope scope, List<ResourceIndicator> resources) {
    public GrantTerms {
        resources = List.copyOf(resources);
    }

    /** What a store keeps. */
    public OpaqueBytes write() {
        return OpaqueBytes.of(toJson().toBytes());
    }

    /** As a member of a larger document. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("scope", scope.toString())
                .put(
                        "resource",
                        resources.stream().map(ResourceIndicator::value).toList())
                .build();
    }

    /** Reads what {@link #write} wrote. */
    public static GrantTerms read(OpaqueBytes payload) {
        return of(JsonObject.parse(payload.toByteArray()));
    }

    /** Reads what {@link #toJson} made. */
    public static GrantTerms of(JsonObject json) {
        return new GrantTerms(
                Scope.parse(json.string("scope").orElse("")).orElse(Scope.EMPTY),
                json.strings("resource").orElse(List.of()).stream()
                        .map(ResourceIndicator::new)
                        .toList());
    }

    /** Whether these terms cover the resource. */
    public boolean covers(ResourceIndicator resource) {
        return resources.contains(resource);
    }
}
