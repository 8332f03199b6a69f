package dev.mcpoauth.server.store.redis;

import java.util.List;

/**
 * The one thing that the store needs from a Redis client: to run a Lua script ({@code EVAL}). With Jedis it is {@code
 * jedis::eval}; {@code docs/stores.md} has that and Lettuce.
 *
 * <p>Must be safe for concurrent use, and must not retry for longer than a request may take. It may send a script again whose
 * answer was lost. It must ask the primary: a replica does not know the newest revocations.
 */
@FunctionalInterface
public interface RedisEval {

    /**
     * Runs a script with these keys and arguments, all of which are bytes and stay as they are.
     *
     * @return what the script returned, always a list; its elements are {@code byte[]}, {@code Long}, {@code null}, or again
     *     such lists
     * @throws Exception if there is no answer, or it is an error; the store then throws {@link
     *     dev.mcpoauth.core.store.StoreException} with this as its cause
     */
    Object eval(byte[] script, List<byte[]> keys, List<byte[]> arguments) throws Exception;
}
