package dev.mcpoauth.server.login;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param name what the client calls itself, shortened and without invisible characters
 * @param isVerified whether an operator vouches for the name
 * @param redirectHost where the person is sent next: a host, or the scheme of an application; empty if nowhere
 * @param documentHost the host that describes the client, where its id is the URL of a document there: the one thing about it
 *     that is known for sure
 * @param isOnThisDevice whether that is a program on the person's own device, which any program there can pose as
 */
public record ClientView(
        String name, boolean isVerified, Optional<String> documentHost, String redirectHost, boolean isOnThisDevice) {}
