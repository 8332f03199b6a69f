package dev.mcpoauth.server.token;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.resource.GrantProperties;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The properties of a grant, as the holder of one of its access tokens opens them. */
final class SealedProperties implements GrantProperties {
    private static final int ATTEMPTS = 20;

    private final GrantStore grants;
    private final GrantSeals seals;
    private final AccessToken token;
    private final AccessView view;
    private final Clock clock;

    SealedProperties(GrantStore grants, GrantSeals seals, AccessToken token, AccessView view, Clock clock) {
        this.grants = grants;
        this.seals = seals;
        this.token = token;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public Optional<JsonObject> read() {
        GrantKey key = key();
        return key.isNone() ? Optional.empty() : grant().map(grant -> open(key, grant));
    }

    @Override
    public boolean update(UnaryOperator<JsonObject> change) {
        GrantKey key = key();
        if (key.isNone()) {
            return false;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<GrantRecord> grant = grant();
            if (grant.isEmpty()) {
                return false;
            }
            JsonObject next = bounded(change.apply(open(key, grant.get())));
            String id = grant.get().grantId();
            if (grants.updateSealedProps(
                    id, seals.seal(key, id, next), grant.get().version())) {
                return true;
            }
        }
        throw new IllegalStateException("the properties of the grant change all the time");
    }

    private static JsonObject bounded(JsonObject values) {
        if (values.toBytes().length > MOST_BYTES) {
            throw new IllegalArgumentException("the properties of a grant have at most " + MOST_BYTES + " bytes");
        }
        return values;
    }

    private GrantKey key() {
        return seals.carried(token, view.grant().grantId(), view.token().payload());
    }

    private Optional<GrantRecord> grant() {
        return grants.find(view.grant().grantId()).filter(found -> found.isLive(clock.instant()));
    }

    private JsonObject open(GrantKey key, GrantRecord grant) {
        return seals.open(key, grant.grantId(), grant.sealedProps());
    }
}
