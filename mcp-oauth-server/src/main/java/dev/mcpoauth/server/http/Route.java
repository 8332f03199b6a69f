package dev.mcpoauth.server.http;

import dev.mcpoauth.core.json.JsonObject;
import java.util.List;

/**
 * An endpoint and what its path accepts.
 *
 * @param methods the methods in the order in which {@code Allow} names them
 * @param bodyLimit the most bytes of a request's body
 * @param cors whether scripts of other origins may call it
 * @param endpoint who answers
 * @param errors how refusals look
 */
public record Route(List<String> methods, int bodyLimit, boolean cors, Endpoint endpoint, ErrorRenderer errors) {

    public Route {
        methods = List.copyOf(methods);
    }

    /** A document that anybody may GET. */
    public static Route document(Endpoint endpoint) {
        return new Route(List.of("GET", "HEAD"), 0, true, endpoint, Route::json);
    }

    /** An endpoint to which clients POST. */
    public static Route post(int bodyLimit, Endpoint endpoint) {
        return new Route(List.of("POST"), bodyLimit, true, endpoint, Route::json);
    }

    /** An endpoint for servers, which no script of a browser needs. */
    public static Route backend(int bodyLimit, Endpoint endpoint) {
        return new Route(List.of("POST"), bodyLimit, false, endpoint, Route::json);
    }

    /** Something that a client may read, replace and delete. */
    public static Route managed(int bodyLimit, Endpoint endpoint) {
        return new Route(List.of("GET", "PUT", "DELETE"), bodyLimit, true, endpoint, Route::json);
    }

    /** Pages that a person's browser visits; never open to scripts of other origins (RFC 9700 §2.6). */
    public static Route browser(int bodyLimit, Endpoint endpoint, ErrorRenderer errors) {
        return new Route(List.of("GET", "POST"), bodyLimit, false, endpoint, errors);
    }

    /** A page that anybody may GET. */
    public static Route page(Endpoint endpoint) {
        return new Route(List.of("GET", "HEAD"), 0, false, endpoint, Route::json);
    }

    /** What a page's own script listens to. */
    public static Route events(Endpoint endpoint) {
        return new Route(List.of("GET"), 0, false, endpoint, Route::json);
    }

    /** Where another server sends a person's browser back to. */
    public static Route callback(Endpoint endpoint, ErrorRenderer errors) {
        return new Route(List.of("GET"), 0, false, endpoint, errors);
    }

    /** An error as JSON (RFC 6749 §5.2). */
    static WebResponse json(Exchange exchange, Refused refused) {
        return WebResponse.json(
                refused.status(),
                JsonObject.builder()
                        .put("error", refused.code())
                        .put("error_description", refused.text())
                        .put("error_uri", refused.uri())
                        .build());
    }
}
