package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.json.JsonObject;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the sign-in left for the application with the caller's grant, and what the application made of it since: such as an
 * account number, or tokens of a service behind. Sealed at rest under keys that only the grant's codes and tokens open, so
 * that neither the database nor an operator with a copy of it can read them; and handed out for a live token only.
 * Thread-safe.
 *
 * <p>They are there for tokens of an authorization server in the same process whose {@code Subject} had properties.
 */
public interface GrantProperties {
    /** How many bytes they have at most, as JSON. */
    int MOST_BYTES = 32 * 1024;

    /** Of a grant that has none. */
    GrantProperties NONE = new GrantProperties() {
        @Override
        public Optional<JsonObject> read() {
            return Optional.empty();
        }

        @Override
        public boolean update(UnaryOperator<JsonObject> change) {
            return false;
        }
    };

    /**
     * The properties as they are now; empty if the grant has none or has ended since the request came in. Reads the store,
     * and throws its {@code StoreException} while that is down.
     */
    Optional<JsonObject> read();

    /**
     * Replaces the properties, by compare-and-set: of two changes at once, on whichever nodes, the second is made upon the
     * result of the first.
     *
     * @param change is called again with newer properties if another change came between, and so has no other effects
     * @return false, and nothing is changed, if the grant has no properties or has ended
     * @throws IllegalArgumentException if they would become more than {@value #MOST_BYTES} bytes
     * @throws IllegalStateException if others changed them all the time
     */
    boolean update(UnaryOperator<JsonObject> change);
}
