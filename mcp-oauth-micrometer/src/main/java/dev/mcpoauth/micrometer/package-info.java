/**
 * Metrics and traces by Micrometer: adapters for the listeners and observers of the other modules, and nothing that decides.
 * Tags have few values whatever peers send: never a client, a subject, a URL or a text from outside.
 */
@NullMarked
package dev.mcpoauth.micrometer;

import org.jspecify.annotations.NullMarked;
