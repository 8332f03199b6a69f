package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs scripts. A failure carries its cause and the name of the operation, never data. */
final class Redis {
    private static final int MAX_RACES = 100;

    private final RedisEval client;
    private volatile boolean closed;

    Redis(RedisEval client) {
        this.client = client;
    }

    /** A call to be filled with keys and arguments and run. */
    Call call(String operation, Script script) {
        return new Call(this, operation, script);
    }

    /**
     * What a script returned.
     *
     * @throws StoreException if it did not
     */
    Reply eval(String operation, Script script, List<byte[]> keys, List<byte[]> arguments) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        try {
            return new Reply(operation, client.eval(script.text(), keys, arguments));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(operation + " was interrupted", e);
        } catch (StoreException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreException(operation + " failed", e);
        }
    }

    /**
     * The result of a read, a decision and a conditional write: {@code attempt} is empty if somebody was faster, and then
     * runs again and sees what they did.
     */
    <T> T untilDecided(String operation, Supplier<Optional<T>> attempt) {
        for (int race = 0; race < MAX_RACES; race++) {
            Optional<T> decided = attempt.get();
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        throw new StoreException(operation + " met too much contention");
    }

    void close() {
        closed = true;
    }
}
