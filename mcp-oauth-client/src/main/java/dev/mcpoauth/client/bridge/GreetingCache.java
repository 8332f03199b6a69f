package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.json.Json;

/**
 * Remembers how the server of a bridge has introduced itself, so that a host can be answered before the server is.
 * Thread-safe. What it remembers may be wrong by now; the bridge corrects it.
 */
public interface GreetingCache {

    /** Remembers nothing. */
    GreetingCache NONE = new GreetingCache() {
        @Override
        public Json find() {
            return Json.NULL;
        }

        @Override
        public void remember(Json greeting) {
            // Nothing is what it remembers.
        }
    };

    /** What was remembered last; {@link Json#NULL} if that is nothing, or cannot be had. May read a file. */
    Json find();

    /** Remembers this object in place of what was remembered before. A cache may leave out one that is too long. */
    void remember(Json greeting);
}
