package dev.mcpoauth.server.settings;

import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the access tokens of one resource are like.
 *
 * @param algorithm what they are signed with; empty if they are opaque
 * @param lifetime how long they are good, unless that follows from the server's
 * @param introspectors the clients that may ask about them
 * @param dpop whether they are to be bound to a key
 */
record TokenSettings(
        Optional<SignatureAlgorithm> algorithm, Optional<Duration> lifetime, Set<String> introspectors, DpopUse dpop) {
    static final TokenSettings DEFAULT =
            new TokenSettings(Optional.empty(), Optional.empty(), Set.of(), DpopUse.ACCEPTED);
}
