/** Signed JSON Web Tokens that this client makes: client assertions and DPoP proofs. It verifies none. */
@NullMarked
package dev.mcpoauth.client.jose;

import org.jspecify.annotations.NullMarked;
