package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Both speak the stateless era. The connection is there when the server has said who it is, signed in to if it wants
 * that; a host that asks the same first is told what came.
 */
final class StatelessPassThrough implements Lane {
    private final Host host;
    private final Duration patience;
    private final PassThrough through;
    private final OwnCalls calls;
    private final AtomicReference<Json> untold = new AtomicReference<>(Json.NULL);
    private volatile Json discovery;

    StatelessPassThrough(Host host, ClientTransport server, Json discovery, Duration patience) {
        this.host = host;
        this.discovery = discovery;
        this.patience = patience;
        this.through = new PassThrough(host, server);
        this.calls = new OwnCalls(server);
    }

    @Override
    public void start(HostVoice voice) throws IOException, McpException, InterruptedException {
        if (discovery.isNull()) {
            discovery = Handshake.await(calls.call(Methods.DISCOVER, Json.NULL), patience);
        }
        untold.set(discovery);
    }

    @Override
    public Json greeting() {
        return discovery;
    }

    @Override
    public void fromHost(JsonRpcMessage message) {
        if (message instanceof Request request && request.method().equals(Methods.DISCOVER)) {
            Json fresh = untold.getAndSet(Json.NULL);
            if (!fresh.isNull()) {
                host.answer(new Response(request.id(), fresh));
                return;
            }
        }
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
}
