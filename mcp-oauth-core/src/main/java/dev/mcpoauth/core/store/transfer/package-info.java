/**
 * Moving everything that lasts from one store to another: clients, grants, codes and tokens, as they are, hashes only.
 *
 * <p>Belongs here: the rows, what a store needs to be moved, and the JSON lines between two stores. Does not belong here:
 * backups of a running store, which its database does better.
 */
@NullMarked
package dev.mcpoauth.core.store.transfer;

import org.jspecify.annotations.NullMarked;
