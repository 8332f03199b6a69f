package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/**
 * Where the response of an authorization request goes. Only {@link DestinationRule} makes one from a request, so that
 * holding one proves that client and redirect URI were validated.
 *
 * @param clientId the client
 * @param redirectUri one that the client registered
 * @param state the client's {@code state}, character by character
 * @param mode how the response gets there
 */
record Destination(String clientId, RedirectUri redirectUri, Optional<String> state, ResponseMode mode) {

    /** With its response in the query. */
    Destination(String clientId, RedirectUri redirectUri, Optional<String> state) {
        this(clientId, redirectUri, state, ResponseMode.QUERY);
    }

    Destination with(ResponseMode other) {
        return new Destination(clientId, redirectUri, state, other);
    }

    /** A whole response: with {@code state} if there was one, and always with {@code iss} (RFC 9207 §2). */
    Parameters response(String issuer, Parameters.Builder response) {
        state.ifPresent(value -> response.add("state", value));
        return response.add("iss", issuer).build();
    }

    /** Whether a form can bring a response there: a program of the device gets no more than a URL. */
    boolean takesForms() {
        return isWebSite() || redirectUri.value().regionMatches(true, 0, "http:", 0, 5);
    }

    /** What to call it: the host with its port; for an application of the device, its scheme. */
    String host() {
        URI uri = redirectUri.uri();
        boolean web =
                uri.getScheme().equalsIgnoreCase("https") || uri.getScheme().equalsIgnoreCase("http");
        return web ? uri.getRawAuthority() : uri.getScheme() + ":";
    }

    /** Whether the response goes to a web site, rather than to a program of the person's device. */
    boolean isWebSite() {
        return redirectUri.value().regionMatches(true, 0, "https:", 0, 6);
    }

    void write(JsonObject.Builder json) {
        json.put("client_id", clientId)
                .put("redirect_uri", redirectUri.value())
                .put("state", state)
                .put("response_mode", mode.wireName());
    }

    static Destination read(JsonObject json) {
        return new Destination(
                json.string("client_id").orElseThrow(),
                new RedirectUri(json.string("redirect_uri").orElseThrow()),
                json.string("state"),
                json.string("response_mode").flatMap(ResponseMode::of).orElse(ResponseMode.QUERY));
    }
}
