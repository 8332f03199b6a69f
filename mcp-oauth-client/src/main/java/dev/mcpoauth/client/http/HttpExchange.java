package dev.mcpoauth.client.http;

import java.io.IOException;

/**
 * Sends one request and returns its whole answer. Implementations are thread-safe, follow no redirect, keep no cookie,
 * and bound both the time and the size of an answer.
 */
@FunctionalInterface
public interface HttpExchange {

    /**
     * Sends the request and waits for the whole answer.
     *
     * @throws IOException if none came within the bounds
     */
    HttpReply send(HttpCall call) throws IOException, InterruptedException;
}
