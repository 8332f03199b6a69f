package dev.mcpoauth.server.login;

import java.util.Optional;

/**
 * The error page.
 *
 * @param text what went wrong and what the person can do
 * @param correlationId what to quote to the operator
 * @param back the way back to the application, where it is known but nobody vouches for it
 */
public record ErrorView(String text, String correlationId, Optional<ReturnLink> back) {}
