package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

/** What a transport gives {@link McpServer#handle} for one request. Thread-safe. */
public interface Call {

    /** The revision that this request is served by. */
    ProtocolVersion version();

    /** What the client declared. */
    Json clientCapabilities();

    /** Who calls. */
    Optional<Principal> caller();

    /** Identifies the caller stably: across requests, processes and token refreshes. Empty text if anonymous. */
    String callerKey();

    /** The session; empty in the stateless era. */
    Optional<ClientSession> session();

    /** Sends a message that belongs to this request. */
    void send(Notification notification);

    /**
     * Sends a request that belongs to this request and waits (session era only).
     *
     * @throws ToolException if the client refused, did not answer in time, or cannot be reached
     */
    Response request(String method, Json params) throws InterruptedException;

    /** Whether the client gave up. */
    boolean cancelled();

    /** See {@link CallContext#releaseConnection}. */
    void releaseConnection(Duration retry);
}
