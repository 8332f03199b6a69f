package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what nobody owes an answer to. Of a flood that the server does not take in time, the rest is dropped. */
final class OneWay {
    private static final Logger LOG = LoggerFactory.getLogger(OneWay.class);
    private static final int MOST = 256;

    private final ClientTransport server;
    private final AtomicInteger underWay = new AtomicInteger();

    OneWay(ClientTransport server) {
        this.server = server;
    }

    void send(JsonRpcMessage message) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            LOG.debug("The server does not take what the host says: a message was dropped");
            return;
        }
        server.send(message).whenComplete((done, failure) -> {
            underWay.decrementAndGet();
            if (failure != null) {
                LOG.debug("The server did not take a message of the host", failure);
            }
        });
    }
}
