package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The server answered with an HTTP status that is no success: 401 and 403 after the authorizer gave up, or any other. */
public final class HttpRefusalException extends McpException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, List<String>> headers;
    private final transient Optional<JsonRpcError> error;

    /**
     * A refusal.
     *
     * @param headers the response's headers, names in lower case
     * @param error the JSON-RPC error in the body, if there was one
     */
    public HttpRefusalException(int status, Map<String, List<String>> headers, Optional<JsonRpcError> error) {
        super("HTTP status " + status + error.map(e -> ", error " + e.code()).orElse(""));
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.error = error;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The values of a header, {@code WWW-Authenticate} for instance; empty if it is absent. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The JSON-RPC error that came in the body. */
    public Optional<JsonRpcError> error() {
        return error;
    }
}
