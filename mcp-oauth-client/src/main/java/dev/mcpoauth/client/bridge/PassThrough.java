package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;

/** Messages go through as they are, under the ids that the host gave them. */
final class PassThrough {
    private final Host host;
    private final ClientTransport server;
    private final OneWay oneWay;

    PassThrough(Host host, ClientTransport server) {
        this.host = host;
        this.server = server;
        this.oneWay = new OneWay(server);
    }

    void fromHost(JsonRpcMessage message) {
        if (message instanceof Request request) {
            server.send(request).whenComplete((done, failure) -> {
                if (failure != null) {
                    host.fail(request.id(), failure);
                }
            });
        } else {
            oneWay.send(message);
        }
    }

    void fromServer(JsonRpcMessage message) {
        if (message instanceof Response || message instanceof ErrorResponse) {
            host.answer(message);
        } else {
            host.tell(message);
        }
    }

    void abandon(RequestId id, String reason) {
        fromHost(Methods.cancellation(id, reason));
    }
}
