/**
 * Recorded conversations of known clients, as files in {@code personas/} of the test resources, and what replays them over
 * HTTP against the servlets in a container.
 */
@org.jspecify.annotations.NullMarked
package dev.mcpoauth.server.persona;
