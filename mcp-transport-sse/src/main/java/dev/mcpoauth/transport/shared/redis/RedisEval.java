package dev.mcpoauth.transport.shared.redis;

import java.util.List;

/**
 * The one thing that is needed of a Redis client: to run a Lua script ({@code EVAL}). With Jedis it is {@code jedis::eval}.
 *
 * <p>Must be safe for concurrent use, must not retry for longer than a request may take, and must ask the primary. It may
 * send a script again whose answer was lost.
 */
@FunctionalInterface
public interface RedisEval {

    /**
     * Runs a script with these keys and arguments, all of which are bytes and stay as they are.
     *
     * @return what the script returned, always a list; its elements are {@code byte[]}, {@code Long}, {@code null}, or again
     *     such lists
     * @throws Exception if there is no answer, or it is an error
     */
    Object eval(byte[] script, List<byte[]> keys, List<byte[]> arguments) throws Exception;
}
