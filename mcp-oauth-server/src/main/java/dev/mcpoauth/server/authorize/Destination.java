package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.util.Optional;

/**
 * Where the response of an authorization request goes. Only {@link DestinationRule} makes one from a request, so that
 * holding one proves that client and redirect URI were validated.
 *
 * @param clientId the client
 * @param redirectUri one that the client registered
 * @param state the client's {@code state}, character by character
 */
record Destination(String clientId, RedirectUri redirectUri, Optional<String> state) {

    /** The URL of a response: with {@code state} if there was one, and always with {@code iss} (RFC 9207 §2). */
    String url(String issuer, Parameters.Builder response) {
        state.ifPresent(value -> response.add("state", value));
        return response.add("iss", issuer).build().appendTo(redirectUri.value());
    }

    /** Whether the response goes to a web site, rather than to a program of the person's device. */
    boolean isWebSite() {
        return redirectUri.value().regionMatches(true, 0, "https:", 0, 6);
    }

    void write(JsonObject.Builder json) {
        json.put("client_id", clientId).put("redirect_uri", redirectUri.value()).put("state", state);
    }

    static Destination read(JsonObject json) {
        return new Destination(
                json.string("client_id").orElseThrow(),
                new RedirectUri(json.string("redirect_uri").orElseThrow()),
                json.string("state"));
    }
}
