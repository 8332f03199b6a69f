package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;

/** What becomes of messages once it is known which eras the host and the server speak. Only {@code start} waits. */
interface Lane {

    /** Does what has to come before the first message of the host. */
    default void start(HostVoice voice) throws IOException, McpException, InterruptedException {}

    /** How the server has introduced itself: the result of {@code initialize} or {@code server/discover}. */
    Json greeting();

    /** A message of the host; a request is registered as owed already. */
    void fromHost(JsonRpcMessage message);

    /** A message of the server. */
    void fromServer(JsonRpcMessage message);

    /** Nobody waits for this request any more. */
    void abandon(RequestId id, String reason);

    /** The server has a new session and has forgotten what the old one was told. */
    default void onRenewed() {}

    /** The machine has slept, and streams may be broken without telling. */
    default void wake() {}

    /** Nothing more will come. */
    default void close() {}
}
