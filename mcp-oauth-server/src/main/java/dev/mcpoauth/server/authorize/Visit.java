package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;

/**
 * A person who comes on their own.
 *
 * @param place what they want to see
 */
record Visit(Place place) implements Waiting {
    private static final String VISIT = "visit";

    /** The pages of this server that somebody signs in for. */
    enum Place {
        /** What they have connected. */
        CONNECTIONS,
        /** Recent flows, for operators. */
        FLOWS
    }

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
        return JsonObject.builder().put(VISIT, place.name()).build();
    }

    static boolean isWritten(JsonObject json) {
        return json.has(VISIT);
    }

    static Visit of(JsonObject json) {
        return new Visit(Place.valueOf(json.string(VISIT).orElseThrow()));
    }
}
