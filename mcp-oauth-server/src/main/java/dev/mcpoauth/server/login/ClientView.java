package dev.mcpoauth.server.login;

/**
 * Who asks.
 *
 * @param name what the client calls itself, shortened and without invisible characters
 * @param isVerified whether an operator vouches for the name
 * @param redirectHost where the person is sent next: a host, or the scheme of an application
 * @param isOnThisDevice whether that is a program on the person's own device, which any program there can pose as
 */
public record ClientView(String name, boolean isVerified, String redirectHost, boolean isOnThisDevice) {}
