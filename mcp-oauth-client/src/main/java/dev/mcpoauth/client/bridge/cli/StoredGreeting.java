package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.GreetingCache;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers how a server has introduced itself. A store that fails, and a greeting that is too long, cost the memory. */
final class StoredGreeting implements GreetingCache {
    private static final Logger LOG = LoggerFactory.getLogger(StoredGreeting.class);

    /** Instructions may be long; an introduction that is longer than this is not read at each start. */
    private static final int MAX_CHARS = 32_768;

    private static final String GREETING = "greeting";

    private final CredentialStore store;
    private final String key;

    StoredGreeting(CredentialStore store, URI server) {
        this.store = store;
        this.key = "greeting\n" + server;
    }

    @Override
    public Json find() {
        try {
            return store.load(key)
                    .object(GREETING)
                    .map(found -> Json.parse(found.toJson()))
                    .orElse(Json.NULL);
        } catch (IOException | JsonException e) {
            LOG.debug("No greeting is remembered", e);
            return Json.NULL;
        }
    }

    @Override
    public void remember(Json greeting) {
        String text = greeting.toString();
        try {
            JsonObject next = text.length() > MAX_CHARS
                    ? JsonObject.EMPTY
                    : JsonObject.builder().put(GREETING, JsonObject.parse(text)).build();
            store.compareAndSet(key, store.load(key), next);
        } catch (IOException | MalformedJsonException e) {
            LOG.debug("The greeting is not remembered", e);
        }
    }
}
