package dev.mcpoauth.server.fetch;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A response to a GET (RFC 9110). Immutable. */
public final class DocumentResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private DocumentResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A response; of a repeated header, all values joined with commas (RFC 9110 §5.3). */
    public static DocumentResponse of(int status, Map<String, String> headers, byte[] body) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return new DocumentResponse(status, copy, body.clone());
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String toString() {
        return "DocumentResponse[" + status + "]";
    }
}
