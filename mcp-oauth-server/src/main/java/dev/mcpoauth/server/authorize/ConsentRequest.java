package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.grant.GrantTerms;

/** What a person is asked to grant, whatever becomes of the answer. */
sealed interface ConsentRequest permits AuthorizationRequest, DeviceConsent {

    /** Who asks. */
    String clientId();

    /** For what. */
    GrantTerms terms();

    /** The account name to start with, or empty. */
    String loginHint();

    /** For {@link #read}. */
    JsonObject toJson();

    static ConsentRequest read(JsonObject json) {
        return DeviceConsent.isWritten(json) ? DeviceConsent.read(json) : AuthorizationRequest.read(json);
    }
}
