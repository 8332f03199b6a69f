package dev.mcpoauth.transport;

/**
 * Names of the HTTP headers that the protocol defines. Compare names without regard to case (RFC 9110 §5.1), values
 * with regard to it.
 */
public final class McpHeaders {

    /** The revision of every message after the first; required on each request since 2026-07-28. */
    public static final String PROTOCOL_VERSION = "MCP-Protocol-Version";

    /** The session of the session era. */
    public static final String SESSION_ID = "Mcp-Session-Id";

    /** The JSON-RPC method, mirrored from the body since 2026-07-28. */
    public static final String METHOD = "Mcp-Method";

    /** The tool, prompt, resource or task that a request is aimed at, mirrored from the body since 2026-07-28. */
    public static final String NAME = "Mcp-Name";

    /** Prefix of the headers that mirror arguments annotated with {@code x-mcp-header}. */
    public static final String PARAM_PREFIX = "Mcp-Param-";

    /** The last event that a client saw of a stream that it resumes (session era). */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private McpHeaders() {}
}
