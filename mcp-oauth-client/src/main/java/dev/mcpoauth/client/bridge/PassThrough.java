package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages go through as they are, under the ids that the host gave them. */
final class PassThrough {
    private static final Logger LOG = LoggerFactory.getLogger(PassThrough.class);

    private final Host host;
    private final ClientTransport server;

    PassThrough(Host host, ClientTransport server) {
        this.host = host;
        this.server = server;
    }

    void fromHost(JsonRpcMessage message) {
        server.send(message).whenComplete((done, failure) -> {
            if (failure != null && message instanceof Request request) {
                host.fail(request.id(), failure);
            } else if (failure != null) {
                LOG.debug("The server did not take a message of the host", failure);
            }
        });
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
