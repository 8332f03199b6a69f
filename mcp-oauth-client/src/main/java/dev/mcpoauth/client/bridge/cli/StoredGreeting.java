package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.GreetingCache;
import dev.mcpoauth.transport.json.Json;
import java.net.URI;

/** Remembers how a server has introduced itself. One that says too much is forgotten. */
final class StoredGreeting implements GreetingCache {
    /** Instructions may be long; an introduction that is longer than this is not read at each start. */
    private static final int MAX_CHARS = 32_768;

    private final ServerMemory memory;
    private final String key;

    StoredGreeting(ServerMemory memory, URI server) {
        this.memory = memory;
        this.key = "greeting " + server;
    }

    @Override
    public Json find() {
        Json found = memory.find(key);
        return found.isObject() ? found : Json.NULL;
    }

    @Override
    public void remember(Json greeting) {
        if (greeting.toString().length() > MAX_CHARS) {
            memory.forget(key);
        } else {
            memory.remember(key, greeting);
        }
    }
}
