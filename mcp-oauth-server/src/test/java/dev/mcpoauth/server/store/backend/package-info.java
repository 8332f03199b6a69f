/**
 * Real database servers for tests, each of the test's own: on a free loopback port, in a temporary folder, gone afterwards.
 * Belongs here: starting, disturbing and stopping them. Does not belong here: what a store does with one.
 */
@NullMarked
package dev.mcpoauth.server.store.backend;

import org.jspecify.annotations.NullMarked;
