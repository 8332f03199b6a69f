/** A million requests that nobody would send: a seeded generator, its mutations, and what has to hold of every answer. */
@org.jspecify.annotations.NullMarked
package dev.mcpoauth.server.fuzz;
