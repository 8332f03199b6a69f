package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.ClientTransport.Opened;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the server, and the lane on it. A host of the session era is first tried with its own
 * {@code initialize}, which nearly every server understands; only one that does not is asked what it speaks. What was
 * remembered of the server's era may be wrong, so that a refusal of the other one is followed by that question too.
 */
final class Connection implements ClientTransport.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ServerConnector connector;
    private final Lanes lanes;
    private final Consumer<IOException> onLost;
    private final Runnable onRenewed;
    private volatile @Nullable ClientTransport transport;
    private volatile @Nullable Lane lane;
    private volatile boolean closed;

    Connection(ServerConnector connector, Lanes lanes, Consumer<IOException> onLost, Runnable onRenewed) {
        this.connector = connector;
        this.lanes = lanes;
        this.onLost = onLost;
        this.onRenewed = onRenewed;
    }

    /** Connects; may take as long as a sign-in. */
    Lane open(HostVoice voice) throws IOException, McpException, InterruptedException {
        try {
            return open(voice, voice.stateless() ? Era.STATELESS : Era.SESSION);
        } catch (McpException refusal) {
            if (!Handshake.maybeStateless(refusal)) {
                throw refusal;
            }
            LOG.debug("The server does not know how it was greeted", refusal);
            return openByAsking(voice, refusal);
        }
    }

    private Lane openByAsking(HostVoice voice, McpException refusal)
            throws IOException, McpException, InterruptedException {
        closeTransport();
        try {
            return open(voice, Era.STATELESS);
        } catch (McpException refusedAsWell) {
            refusal.addSuppressed(refusedAsWell);
            throw refusal;
        }
    }

    private Lane open(HostVoice voice, Era expected) throws IOException, McpException, InterruptedException {
        ClientTransport next = connector.connect(expected);
        transport = next;
        if (closed) {
            next.close();
        }
        Opened opened = next.open(voice.profile(), this);
        Lane chosen = lanes.between(voice, next, opened);
        lane = chosen;
        chosen.start(voice);
        return chosen;
    }

    @Override
    public void onMessage(JsonRpcMessage message) {
        Lane current = lane;
        if (current != null) {
            current.fromServer(message);
        }
    }

    @Override
    public void onClosed(IOException cause) {
        if (!closed) {
            onLost.accept(cause);
        }
    }

    @Override
    public void onRenewed() {
        Lane current = lane;
        if (current != null) {
            current.onRenewed();
        }
        onRenewed.run();
    }

    /** The machine has slept: what may be broken without telling is made anew. */
    void wake() {
        ClientTransport current = transport;
        if (current != null) {
            current.wake();
        }
        Lane chosen = lane;
        if (chosen != null) {
            chosen.wake();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeTransport();
    }

    private void closeTransport() {
        Lane current = lane;
        if (current != null) {
            current.close();
        }
        ClientTransport last = transport;
        if (last != null) {
            last.close();
        }
    }
}
