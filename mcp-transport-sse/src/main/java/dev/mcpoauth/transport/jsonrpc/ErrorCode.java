package dev.mcpoauth.transport.jsonrpc;

/**
 * Error codes of JSON-RPC 2.0 §5.1 and of MCP (2026-07-28, Base Protocol, "Error Codes"). Peers may send others, so a
 * code is a plain {@code int}.
 */
public final class ErrorCode {

    /** The text is not JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is not a message. */
    public static final int INVALID_REQUEST = -32600;

    /** No such method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The parameters are not what the method needs; also for unknown tools, prompts and resources. */
    public static final int INVALID_PARAMS = -32602;

    /** The server failed. */
    public static final int INTERNAL_ERROR = -32603;

    /** A mirrored header is missing, malformed or differs from the body. */
    public static final int HEADER_MISMATCH = -32020;

    /** The request needs a capability that the client did not declare. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;

    /** The request's protocol revision is not spoken here. */
    public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    /** An unknown resource, in revisions before 2026-07-28: understood when read, never sent to newer peers. */
    public static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    private ErrorCode() {}
}
