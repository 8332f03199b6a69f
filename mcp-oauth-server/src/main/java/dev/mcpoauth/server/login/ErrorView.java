package dev.mcpoauth.server.login;

/**
 * The error page.
 *
 * @param text what went wrong and what the person can do
 * @param correlationId what to quote to the operator
 */
public record ErrorView(String text, String correlationId) {}
