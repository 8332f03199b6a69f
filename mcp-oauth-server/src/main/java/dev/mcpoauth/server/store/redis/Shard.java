package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayScope;

/** One part of what is found by hash, subject, client or time. */
record Shard(Keyspace keys, String tag) {

    /** Leads from a hash to its {@link Place}. */
    byte[] where(TokenHash hash) {
        return keys.key(tag, "where:" + hash.encoded());
    }

    byte[] transaction(TokenHash id) {
        return keys.key(tag, "transaction:" + id.encoded());
    }

    byte[] replay(TokenHash id, ReplayScope scope) {
        return keys.key(tag, "replay:" + id.encoded() + ":" + scope.name());
    }

    /** Ids of the grants of a resource owner. */
    byte[] grantsOf(String subject) {
        return keys.key(tag, "subject:" + subject);
    }

    /** Ids of the grants that a client holds. */
    byte[] grantsHeldBy(String clientId) {
        return keys.key(tag, "holder:" + clientId);
    }

    byte[] due(Due what) {
        return keys.key(tag, "due:" + what.word());
    }

    byte[] receipt(Attempt attempt) {
        return keys.key(tag, "receipt:" + attempt.text());
    }
}
