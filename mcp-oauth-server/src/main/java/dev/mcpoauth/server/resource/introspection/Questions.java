package dev.mcpoauth.server.resource.introspection;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.Outages;
import dev.mcpoauth.server.internal.remote.Refreshed;
import dev.mcpoauth.server.internal.remote.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Questions under way: one per token, and only so many at once that a slow issuer does not take all threads. */
final class Questions {
    private final IssuerHttp http;
    private final Refreshed<URI> endpoint;
    private final Credentials credentials;
    private final Semaphore slots;
    private final ConcurrentHashMap<TokenHash, CompletableFuture<JsonObject>> underWay = new ConcurrentHashMap<>();

    Questions(IssuerHttp http, Refreshed<URI> endpoint, Credentials credentials, int mostAtOnce) {
        this.http = http;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.slots = new Semaphore(mostAtOnce);
    }

    void load() {
        endpoint.get();
    }

    /**
     * What the issuer says about a token.
     *
     * @throws StoreException if it says nothing, or refuses to talk to us
     */
    JsonObject ask(String token, TokenHash hash) {
        CompletableFuture<JsonObject> mine = new CompletableFuture<>();
        CompletableFuture<JsonObject> other = underWay.putIfAbsent(hash, mine);
        if (other != null) {
            return Outages.await(other, "introspection, asked by another request");
        }
        try {
            mine.complete(ask(token));
        } catch (StoreException outage) {
            mine.completeExceptionally(outage);
        } finally {
            underWay.remove(hash);
        }
        return Outages.await(mine, "introspection");
    }

    private JsonObject ask(String token) {
        if (!slots.tryAcquire()) {
            throw new StoreException("too many questions at once");
        }
        try {
            URI location = endpoint.get().value();
            return read(
                    location,
                    Outages.await(
                            http.post(location, credentials.header(), credentials.form(token)), location.toString()));
        } finally {
            slots.release();
        }
    }

    private static JsonObject read(URI location, Reply reply) {
        if (reply.status() == 401 || reply.status() == 403) {
            throw new StoreException(location + " refused our credentials with " + reply.status());
        }
        try {
            JsonObject claims = JsonObject.parse(reply.requireOk());
            if (claims.bool("active").isEmpty()) {
                throw new StoreException(location + " answered without active (RFC 7662 §2.2)");
            }
            return claims;
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(location + ": " + e.getMessage(), e);
        }
    }
}
