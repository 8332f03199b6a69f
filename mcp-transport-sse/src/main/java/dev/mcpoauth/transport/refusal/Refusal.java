package dev.mcpoauth.transport.refusal;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.RequestId;

/**
 * Every reason for which a server of this module refuses something. The peer sees the JSON-RPC code, the HTTP status and
 * a short text; the operator also sees the {@linkplain #id() id}. {@code docs/reasons.md} has cause and remedy of each.
 */
public enum Refusal {
    ORIGIN_NOT_ALLOWED("http.origin-not-allowed", 403, ErrorCode.INVALID_REQUEST, "Origin not allowed"),
    HOST_NOT_ALLOWED("http.host-not-allowed", 403, ErrorCode.INVALID_REQUEST, "Host not allowed"),
    METHOD_NOT_ALLOWED("http.method-not-allowed", 405, ErrorCode.INVALID_REQUEST, "HTTP method not allowed"),
    CONTENT_TYPE("http.content-type", 415, ErrorCode.INVALID_REQUEST, "Content-Type must be application/json"),
    NOT_ACCEPTABLE(
            "http.not-acceptable",
            406,
            ErrorCode.INVALID_REQUEST,
            "Accept must list application/json and text/event-stream (GET: text/event-stream)"),
    BODY_TOO_LARGE("http.body-too-large", 413, ErrorCode.INVALID_REQUEST, "Request body too large"),
    BODY_INCOMPLETE("http.body-incomplete", 400, ErrorCode.PARSE_ERROR, "Request body ended early or came too slowly"),
    MALFORMED_JSON("json.malformed", 400, ErrorCode.PARSE_ERROR, "Parse error"),
    INVALID_MESSAGE("jsonrpc.invalid-message", 400, ErrorCode.INVALID_REQUEST, "Invalid request"),
    BATCH_NOT_SUPPORTED(
            "jsonrpc.batch-not-supported", 400, ErrorCode.INVALID_REQUEST, "Batches exist in 2025-03-26 only"),
    RESPONSE_NOT_EXPECTED(
            "jsonrpc.response-not-expected", 400, ErrorCode.INVALID_REQUEST, "No request is waiting for a response"),
    REQUEST_IN_FLIGHT(
            "jsonrpc.request-in-flight", 400, ErrorCode.INVALID_REQUEST, "A request with this id is still running"),
    METHOD_UNKNOWN("jsonrpc.method-unknown", 404, ErrorCode.METHOD_NOT_FOUND, "Method not found"),
    PARAMS_INVALID("jsonrpc.params-invalid", 200, ErrorCode.INVALID_PARAMS, "Invalid params"),
    VERSION_UNSUPPORTED(
            "version.unsupported", 400, ErrorCode.UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version"),
    META_MISSING(
            "meta.required-field-missing",
            400,
            ErrorCode.INVALID_PARAMS,
            "_meta must carry io.modelcontextprotocol/protocolVersion and io.modelcontextprotocol/clientCapabilities"),
    HEADER_MISMATCH(
            "header.mismatch", 400, ErrorCode.HEADER_MISMATCH, "A mirrored header is missing or differs from the body"),
    CAPABILITY_MISSING(
            "capability.missing",
            400,
            ErrorCode.MISSING_CLIENT_CAPABILITY,
            "The client did not declare a capability that this request needs"),
    STATE_REJECTED(
            "state.rejected", 200, ErrorCode.INVALID_PARAMS, "requestState is not valid for this request; start again"),
    TOOL_UNKNOWN("tool.unknown", 200, ErrorCode.INVALID_PARAMS, "Unknown tool"),
    TOOL_INPUT_INVALID("tool.input-invalid", 200, ErrorCode.INVALID_PARAMS, "Invalid arguments"),
    TOOL_FAILED("tool.failed", 200, ErrorCode.INTERNAL_ERROR, "The tool failed"),
    TASK_UNKNOWN("task.unknown", 200, ErrorCode.INVALID_PARAMS, "Task not found"),
    TASK_OF_ANOTHER_CALLER("task.of-another-caller", 200, ErrorCode.INVALID_PARAMS, "Task not found"),
    TASK_LIMIT("task.limit", 503, ErrorCode.INTERNAL_ERROR, "Too many tasks, or too large ones; try again later"),
    TASK_LOST("task.lost", 200, ErrorCode.INTERNAL_ERROR, "The task was lost with the node that ran it"),
    PROMPT_UNKNOWN("prompt.unknown", 200, ErrorCode.INVALID_PARAMS, "Unknown prompt"),
    RESOURCE_UNKNOWN("resource.unknown", 200, ErrorCode.INVALID_PARAMS, "Resource not found"),
    SESSION_MISSING(
            "session.missing", 400, ErrorCode.INVALID_REQUEST, "Mcp-Session-Id required; open with initialize first"),
    SESSION_UNKNOWN("session.unknown", 404, ErrorCode.INVALID_REQUEST, "Session not found"),
    SESSION_OF_ANOTHER_CALLER("session.of-another-caller", 404, ErrorCode.INVALID_REQUEST, "Session not found"),
    SESSION_NODE_GONE(
            "session.node-gone",
            404,
            ErrorCode.INVALID_REQUEST,
            "The node that served this stream is gone; open a new session"),
    SESSION_LIMIT("session.limit", 503, ErrorCode.INTERNAL_ERROR, "Too many sessions; try again later"),
    SESSION_OVERSIZED(
            "session.initialize-too-large", 413, ErrorCode.INVALID_PARAMS, "Client capabilities are too large"),
    STREAM_LIMIT("stream.limit", 503, ErrorCode.INTERNAL_ERROR, "Too many streams; try again later"),
    STREAM_UNKNOWN_EVENT(
            "stream.event-unknown", 400, ErrorCode.INVALID_REQUEST, "Nothing can be replayed after this Last-Event-ID"),
    BATCH_TOO_LARGE("jsonrpc.batch-too-large", 400, ErrorCode.INVALID_REQUEST, "Too many messages in one batch"),
    STREAM_SLOW_READER("stream.slow-reader", 200, ErrorCode.INTERNAL_ERROR, "The client does not read its stream"),
    CALLER_LIMIT("caller.limit", 429, ErrorCode.INTERNAL_ERROR, "Too many at once for one caller; try again later"),
    STORE_UNAVAILABLE(
            "server.store-unavailable", 503, ErrorCode.INTERNAL_ERROR, "The server lacks its store; try again later"),
    SERVER_BUSY("server.busy", 503, ErrorCode.INTERNAL_ERROR, "The server is busy; try again later"),
    OPERATION_NOT_PERMITTED("operation.not-permitted", 403, ErrorCode.INVALID_REQUEST, "Not permitted"),
    INTERNAL_ERROR("server.internal-error", 200, ErrorCode.INTERNAL_ERROR, "Internal error");

    private final String id;
    private final int status;
    private final int code;
    private final String message;

    Refusal(String id, int status, int code, String message) {
        this.id = id;
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** The stable reason id, such as {@code session.unknown}. */
    public String id() {
        return id;
    }

    /**
     * The HTTP status where the answer has not begun; {@code 200} for refusals that are ordinary JSON-RPC answers.
     */
    public int status() {
        return status;
    }

    /** Whether a limit was hit: the same request may pass later. */
    public boolean isLimit() {
        return status == 503 || status == 429;
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }

    /** What the peer may read. */
    public String message() {
        return message;
    }

    /** A refusal of what needs these capabilities of the client. */
    public static RefusalException missing(Json capabilities) {
        return CAPABILITY_MISSING.with(
                Json.object().put("requiredCapabilities", capabilities).build());
    }

    /** This refusal, to be thrown. */
    public RefusalException exception() {
        return new RefusalException(this, RequestId.UNKNOWN, new JsonRpcError(code, message));
    }

    /** This refusal with a safe addition to its text. */
    public RefusalException because(String safeDetail) {
        return new RefusalException(this, RequestId.UNKNOWN, new JsonRpcError(code, message + ": " + safeDetail));
    }

    /** This refusal with a safe addition to its text and data for the peer's program. */
    public RefusalException because(String safeDetail, Json data) {
        return new RefusalException(this, RequestId.UNKNOWN, new JsonRpcError(code, message + ": " + safeDetail, data));
    }

    /** This refusal with data for the peer's program. */
    public RefusalException with(Json data) {
        return new RefusalException(this, RequestId.UNKNOWN, new JsonRpcError(code, message, data));
    }
}
