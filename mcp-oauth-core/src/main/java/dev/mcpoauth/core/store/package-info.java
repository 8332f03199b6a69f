/**
 * What an authorization server keeps, as few atomic verbs with sealed outcomes. The engine owns hashing, encryption, policy
 * and time; a store owns atomicity and durability, sees hashes and opaque bytes, and interprets neither.
 *
 * <p>Belongs here: the interfaces, their records and outcomes. Does not belong here: an implementation, OAuth rules. The
 * numbered invariants cited at the methods are those of {@code docs/stores.md} and of the contract suite.
 */
@NullMarked
package dev.mcpoauth.core.store;

import org.jspecify.annotations.NullMarked;
