package dev.mcpoauth.client;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;

/**
 * What tokens belong to: who issued them, to which client, for which resource and on whose behalf.
 *
 * @param issuer the issuer
 * @param clientId the client
 * @param resource the resource
 * @param subject the caller's name for the user, empty where there is only one
 */
record TokenKey(Issuer issuer, String clientId, ResourceIndicator resource, String subject) {

    /** The name of the stored document. No part contains a line feed. */
    String document() {
        return String.join("\n", "tokens", issuer.value(), clientId, resource.value(), subject);
    }
}
