package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ProtocolVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the initialization settled.
 *
 * @param id the session id; empty for a server that keeps no sessions
 * @param version the negotiated revision as the server named it; empty before initialization
 */
record Session(String id, String version) {

    static final Session NONE = new Session("", "");

    boolean hasId() {
        return !id.isEmpty();
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (hasId()) headers.put(McpHeaders.SESSION_ID, id);
        if (namesVersion()) headers.put(McpHeaders.PROTOCOL_VERSION, version);
        return headers;
    }

    /** The header came with 2025-06-18; sending it to a server of 2025-03-26 does no harm, and proxies expect it. */
    private boolean namesVersion() {
        return !version.isEmpty() && !version.equals(ProtocolVersion.V2024_11_05.wire());
    }

    @Override
    public String toString() {
        return "Session[version=" + version + ", id " + (hasId() ? "redacted" : "none") + "]";
    }
}
