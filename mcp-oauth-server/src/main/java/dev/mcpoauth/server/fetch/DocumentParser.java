package dev.mcpoauth.server.fetch;

import java.net.URI;

/**
 * Reads a document.
 *
 * @param <T> what it becomes
 */
@FunctionalInterface
public interface DocumentParser<T> {

    /**
     * The document read.
     *
     * @throws UnusableResponseException if it is not what it has to be
     */
    T parse(URI url, byte[] body) throws UnusableResponseException;
}
