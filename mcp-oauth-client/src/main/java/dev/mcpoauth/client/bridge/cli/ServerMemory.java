package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of servers from one start to the next, in small files of the state directory, which only its owner can
 * enter. In the clear: nothing of it lets anybody in, and a key would have to be had before a host could be answered.
 * Whatever fails costs the memory and nothing else. Thread-safe.
 */
final class ServerMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMemory.class);
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final int LONGEST = 65_536;

    private final Path directory;

    /** In this directory, which is made when there is something to remember. */
    ServerMemory(Path directory) {
        this.directory = directory;
    }

    /** What was remembered last under this key; {@link Json#NULL} if that is nothing. */
    Json find(String key) {
        Path file = file(key);
        try {
            Json found = Files.exists(file) && Files.size(file) <= LONGEST
                    ? Json.parse(Files.readAllBytes(file))
                    : Json.EMPTY_OBJECT;
            boolean same = found.string(KEY).filter(key::equals).isPresent();
            return same ? found.get(VALUE).orElse(Json.NULL) : Json.NULL;
        } catch (IOException | JsonException e) {
            LOG.debug("Nothing is remembered", e);
            return Json.NULL;
        }
    }

    /** Remembers this in place of what was remembered before. */
    void remember(String key, Json value) {
        try {
            Files.createDirectories(directory);
            Path next = Files.createTempFile(directory, "next", ".tmp");
            try {
                Files.write(
                        next,
                        Json.object().put(KEY, key).put(VALUE, value).build().toBytes());
                Files.move(next, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            LOG.debug("It is not remembered", e);
        }
    }

    void forget(String key) {
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException e) {
            LOG.debug("It is not forgotten", e);
        }
    }

    /** Two keys may have one file, which then tells of whichever was remembered last. */
    private Path file(String key) {
        return directory.resolve(Integer.toHexString(key.hashCode()) + ".json");
    }
}
