package dev.mcpoauth.server.login;

/**
 * A rendered page.
 *
 * @param html the whole document
 * @param style the text of its only style element, character by character; empty if it has none
 */
public record Page(String html, String style) {}
