package dev.mcpoauth.client.grant;

import java.net.URI;

/**
 * For whom tokens are wanted.
 *
 * @param server the URL of the MCP server, as the caller gave it
 * @param subject the caller's name for the user, empty where there is only one
 */
public record TokenOwner(URI server, String subject) {}
