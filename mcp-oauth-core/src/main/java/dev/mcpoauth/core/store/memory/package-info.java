/**
 * The stores of one process without durability: for tests, and for a single node whose users may sign in again after a
 * restart. Does not belong here: anything that outlives the process.
 */
@NullMarked
package dev.mcpoauth.core.store.memory;

import org.jspecify.annotations.NullMarked;
