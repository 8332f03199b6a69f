package dev.mcpoauth.client.grant;

import java.io.IOException;

/**
 * Supplies a JWT that somebody else signed: the ID token of a sign-in, the token of a workload's platform. Asked each time
 * tokens are obtained, so that it can hand out a fresh one.
 */
@FunctionalInterface
public interface AssertionSource {

    /**
     * The assertion in compact serialization.
     *
     * @param audience the issuer for which it is meant
     */
    String assertion(String audience) throws IOException, InterruptedException;
}
