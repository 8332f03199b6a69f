package dev.mcpoauth.client.http;

import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.diagnostics.TraceParent;
import java.net.URI;
import java.util.HashMap;
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

    /** The same as one of the requests of a flow: it names the trace (W3C Trace Context §3.2), unless the flow has none. */
    public HttpCall in(FlowTrace flow) {
        if (flow.parent().isEmpty()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(headers);
        more.put(TraceParent.HEADER, flow.parent().get().header());
        return new HttpCall(method, uri, more, body);
    }

    /** Names neither headers nor body: both carry secrets. */
    @Override
    public String toString() {
        return "HttpCall[" + method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + "]";
    }
}
