/**
 * The contract that every store keeps, published as a test-jar: extend {@link
 * dev.mcpoauth.core.store.contract.OAuthStoreContract}. Belongs here: tests that hold for any backend. Does not belong here:
 * tests of one.
 */
@NullMarked
package dev.mcpoauth.core.store.contract;

import org.jspecify.annotations.NullMarked;
