package dev.mcpoauth.client.http;

import java.net.URI;
import java.util.Map;

/**
 * A request of this client to a metadata, registration, token or revocation endpoint.
 *
 * @param method {@code GET} or {@code POST}
 * @param uri the target, already permitted by the {@link UrlPolicy}
 * @param headers header fields
 * @param body the content, empty for none
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, String body) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** A GET that asks for JSON. */
    public static HttpCall getJson(URI uri) {
        return new HttpCall("GET", uri, Map.of("Accept", "application/json"), "");
    }

    /** A POST that asks for JSON. */
    public static HttpCall post(URI uri, String contentType, String body) {
        return new HttpCall("POST", uri, Map.of("Accept", "application/json", "Content-Type", contentType), body);
    }

    /** Names neither headers nor body: both carry secrets. */
    @Override
    public String toString() {
        return "HttpCall[" + method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + "]";
    }
}
