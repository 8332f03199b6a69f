package dev.mcpoauth.server.introspect;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.Actor;
import dev.mcpoauth.server.grant.AuthTime;
import dev.mcpoauth.server.grant.Confirmation;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an active token says (RFC 7662 §2.2), cut down to the resources of whoever asks. */
final class TokenDescription {
    private TokenDescription() {}

    static JsonObject of(Issuer issuer, AccessView view, Scope scope, List<ResourceSettings> resources, String token) {
        Optional<JwkThumbprint> key = Confirmation.read(view.token().payload());
        List<String> audience =
                resources.stream().map(one -> one.identifier().value()).toList();
        Scope known = resources.stream().map(ResourceSettings::scopes).reduce(Scope.EMPTY, Scope::union);
        return JsonObject.builder()
                .put("active", true)
                .put("iss", issuer.value())
                .put("sub", view.grant().subject())
                .put("aud", audience.size() == 1 ? audience.get(0) : audience)
                .put("client_id", view.token().clientId())
                .put("scope", scope.intersect(known).toString())
                .put("token_type", key.isPresent() ? "DPoP" : "Bearer")
                .put("cnf", Confirmation.claim(key))
                .put("iat", view.token().createdAt().getEpochSecond())
                .put("exp", view.token().expiresAt().getEpochSecond())
                .put("auth_time", AuthTime.of(view.grant()).map(Instant::getEpochSecond))
                .put("act", Actor.of(view.token().payload()))
                .put("jti", CompactJws.parse(token).flatMap(jwt -> jwt.claims().string("jti")))
                .build();
    }
}
