package dev.mcpoauth.transport.client.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/**
 * One HTTP request to make.
 *
 * @param operation the JSON-RPC method and what it is aimed at; empty for requests without a message
 * @param resumeAfter the event id that a resumed stream starts after; empty for none
 * @param timeout longest time to the end of the answer; zero for no limit
 * @param departure told of each time that the request goes out
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        byte[] body,
        String operation,
        String resumeAfter,
        Duration timeout,
        Departure departure) {

    static HttpCall post(URI uri, Map<String, String> headers, byte[] body, String operation) {
        return new HttpCall("POST", uri, headers, body, operation, "", Duration.ZERO, new Departure());
    }

    static HttpCall get(URI uri, Map<String, String> headers, String resumeAfter) {
        return new HttpCall("GET", uri, headers, new byte[0], "", resumeAfter, Duration.ZERO, new Departure());
    }

    static HttpCall delete(URI uri, Map<String, String> headers) {
        return new HttpCall("DELETE", uri, headers, new byte[0], "", "", Duration.ZERO, new Departure());
    }

    HttpCall within(Duration limit) {
        return new HttpCall(method, uri, headers, body, operation, resumeAfter, limit, departure);
    }

    HttpCall by(Departure shared) {
        return new HttpCall(method, uri, headers, body, operation, resumeAfter, timeout, shared);
    }

    HttpCall to(URI target) {
        return new HttpCall(method, target, headers, body, operation, resumeAfter, timeout, departure);
    }

    HttpRequest request(Map<String, String> authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::setHeader);
        authorization.forEach(request::setHeader);
        boolean empty = body.length == 0;
        return request.method(method, empty ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }
}
