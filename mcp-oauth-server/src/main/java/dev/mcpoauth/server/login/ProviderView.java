package dev.mcpoauth.server.login;

/**
 * An external provider at which a person may sign in: a button {@code provider=<id>} of a form that needs no other field.
 *
 * @param id what the button sends
 * @param name what people know it by
 */
public record ProviderView(String id, String name) {}
