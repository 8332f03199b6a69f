package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;

/** A person who comes on their own, to see what they have connected. */
record Visit() implements Waiting {
    private static final String VISIT = "visit";

    @Override
    public String clientId() {
        return "";
    }

    @Override
    public String loginHint() {
        return "";
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.builder().put(VISIT, true).build();
    }

    static boolean isWritten(JsonObject json) {
        return json.has(VISIT);
    }
}
