package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.server.device.DeviceRequest;
import dev.mcpoauth.server.device.Mailbox;
import dev.mcpoauth.server.device.UserCode;
import dev.mcpoauth.server.grant.GrantTerms;

/**
 * A device's request, after a person entered its code (RFC 8628 §3.3).
 *
 * @param request what the device asks for
 */
record DeviceConsent(DeviceRequest request) implements ConsentRequest {
    private static final String DEVICE = "device";

    @Override
    public String clientId() {
        return request.clientId();
    }

    @Override
    public GrantTerms terms() {
        return request.terms();
    }

    @Override
    public String loginHint() {
        return "";
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.builder()
                .put(DEVICE, request.id().encoded())
                .put("user_code", request.userCode().letters())
                .put("client_id", clientId())
                .put("terms", terms().toJson())
                .put("mailbox", request.mailbox().toJson())
                .build();
    }

    static boolean isWritten(JsonObject json) {
        return json.has(DEVICE);
    }

    static DeviceConsent read(JsonObject json) {
        return new DeviceConsent(new DeviceRequest(
                TokenHash.parse(json.string(DEVICE).orElseThrow()),
                new UserCode(json.string("user_code").orElseThrow()),
                json.string("client_id").orElseThrow(),
                GrantTerms.of(json.object("terms").orElseThrow()),
                Mailbox.of(json.object("mailbox").orElseThrow())));
    }
}
