package dev.mcpoauth.client.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A complete answer. Immutable. */
public final class HttpReply {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * An answer with everything in it.
     *
     * @param status the HTTP status
     * @param headers header fields, names in lower case
     * @param body the content, at most as long as the exchange's limit
     */
    public HttpReply(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The content. */
    public byte[] body() {
        return body.clone();
    }

    /** The first value of a header field. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The values of a header field, in order; none if it is not there. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Whether this is a 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Names the status only: headers and body may carry secrets. */
    @Override
    public String toString() {
        return "HttpReply[" + status + "]";
    }
}
