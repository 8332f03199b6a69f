/** What every credential store does, as tests that a store of any origin can extend. */
@NullMarked
package dev.mcpoauth.client.store.contract;

import org.jspecify.annotations.NullMarked;
