package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.ClientTransport.Listener;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener that {@code open} brings. A listener that throws does not take its stream down. */
final class ListenerSlot implements Listener {

    private static final Logger log = LoggerFactory.getLogger(ListenerSlot.class);

    private volatile @Nullable Listener listener;

    void set(Listener receiver) {
        if (listener != null) throw new IllegalStateException("the transport is open already");
        listener = receiver;
    }

    @Override
    public void onMessage(JsonRpcMessage message) {
        guarded(() -> current().onMessage(message));
    }

    @Override
    public void onClosed(IOException cause) {
        guarded(() -> current().onClosed(cause));
    }

    @Override
    public void onRenewed() {
        guarded(() -> current().onRenewed());
    }

    private Listener current() {
        Listener receiver = listener;
        if (receiver == null) throw new IllegalStateException("the transport is not open");
        return receiver;
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("A listener failed on a message of the server", e);
        }
    }
}
