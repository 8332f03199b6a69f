package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.time.Duration;

/**
 * Both speak an era with {@code initialize}. The host's own is what the server gets; a connection that has to be made
 * again is initialized with it once more, without the host's doing.
 */
final class SessionPassThrough implements Lane {
    private final Host host;
    private final Duration patience;
    private final PassThrough through;
    private final OwnCalls calls;
    private final SessionMemory memory;
    private volatile Json greeting = Json.NULL;

    SessionPassThrough(Host host, ClientTransport server, SessionMemory memory, Duration patience) {
        this.host = host;
        this.patience = patience;
        this.through = new PassThrough(host, server);
        this.calls = new OwnCalls(server);
        this.memory = memory;
    }

    @Override
    public void start(HostVoice voice) throws IOException, McpException, InterruptedException {
        Json params = voice.initialize();
        greeting = Handshake.await(calls.call(Methods.INITIALIZE, params), patience);
        if (voice.initialized()) {
            through.fromHost(new Notification(Methods.INITIALIZED, Json.NULL));
            onRenewed();
        }
    }

    @Override
    public Json greeting() {
        return greeting;
    }

    @Override
    public void fromHost(JsonRpcMessage message) {
        if (message instanceof Request request && request.method().equals(Methods.INITIALIZE)) {
            host.answer(new Response(request.id(), greeting));
            return;
        }
        memory.note(message);
        through.fromHost(message);
    }

    @Override
    public void fromServer(JsonRpcMessage message) {
        if (!calls.take(message)) {
            through.fromServer(message);
        }
    }

    @Override
    public void abandon(RequestId id, String reason) {
        through.abandon(id, reason);
    }

    /** The answers come under ids that the host does not wait for, and end there. */
    @Override
    public void onRenewed() {
        memory.replay().forEach(through::fromHost);
    }
}
