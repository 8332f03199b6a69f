package dev.mcpoauth.server.client;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds clients: those registered ahead first, so that nobody can register over an operator's client; then those whose id is
 * the URL of a document, and those in the store, which never have such an id. Thread-safe.
 */
public final class Clients {
    /** Spares a write for each token request: an expiry is moved only if that gains this much. */
    private static final Duration WORTH_A_WRITE = Duration.ofHours(1);

    private final Map<String, RegisteredClient> ahead;
    private final ClientSource documents;
    private final ClientStore store;
    private final Limits limits;

    /** Clients from settings, from documents behind their ids, and from a store. */
    public Clients(List<ClientSettings> ahead, ClientSource documents, ClientStore store, Limits limits) {
        this.ahead =
                ahead.stream().collect(Collectors.toUnmodifiableMap(ClientSettings::clientId, Clients::registered));
        this.documents = documents;
        this.store = store;
        this.limits = limits;
    }

    private static RegisteredClient registered(ClientSettings client) {
        return RegisteredClient.of(client.clientId(), client.metadata().json(), client.secretHash(), true, true);
    }

    /**
     * The client of this id.
     *
     * @throws dev.mcpoauth.core.OAuthException if a document should describe it and does not
     */
    public Optional<RegisteredClient> find(String clientId) {
        RegisteredClient known = ahead.get(clientId);
        if (known != null) {
            return Optional.of(known);
        }
        return isPlausible(clientId) ? documents.find(clientId).or(() -> stored(clientId)) : Optional.empty();
    }

    /** The client of this id, unless a document would have to be fetched. */
    public Optional<RegisteredClient> findWithoutFetching(String clientId) {
        return Optional.ofNullable(ahead.get(clientId))
                .or(() -> isPlausible(clientId) ? stored(clientId) : Optional.empty());
    }

    private Optional<RegisteredClient> stored(String clientId) {
        return store.find(clientId).map(found -> RegisteredClient.read(found.clientId(), found.payload()));
    }

    /** Whether the client was registered ahead, in the settings. */
    public boolean isRegisteredAhead(String clientId) {
        return ahead.containsKey(clientId);
    }

    /** What a store is not asked for: it was never registered. */
    private static boolean isPlausible(String clientId) {
        return !clientId.isEmpty()
                && clientId.length() <= 512
                && clientId.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    /** Notes that the client completed something, so that its registration stays. */
    public void used(String clientId, Instant now) {
        if (!isRegisteredAhead(clientId)) {
            Instant until = now.plus(limits.usedRegistration());
            store.find(clientId)
                    .filter(found -> found.expiresAt().plus(WORTH_A_WRITE).isBefore(until))
                    .ifPresent(found -> store.touch(clientId, now, until));
        }
    }

    /** Makes a client public that never stated a method and came without its secret; true if it is public now. */
    public boolean pinAsPublic(RegisteredClient client) {
        Optional<ClientRecord> found = store.find(client.clientId());
        return found.isPresent()
                && store.update(
                        found.get().withPayload(client.asPublic().write()),
                        found.get().version());
    }
}
