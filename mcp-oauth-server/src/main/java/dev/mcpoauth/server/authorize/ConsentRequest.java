package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.grant.GrantTerms;

/** What a person is asked to grant, whatever becomes of the answer. */
sealed interface ConsentRequest extends Waiting permits AuthorizationRequest, DeviceConsent {

    /** What it asks for. */
    GrantTerms terms();

    static ConsentRequest read(JsonObject json) {
        return DeviceConsent.isWritten(json) ? DeviceConsent.read(json) : AuthorizationRequest.read(json);
    }
}
