package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.ClientTransport.Listener;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything it hears. */
record RecordingListener(List<JsonRpcMessage> messages, List<IOException> ends) implements Listener {

    static RecordingListener create() {
        return new RecordingListener(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    @Override
    public void onMessage(JsonRpcMessage message) {
        messages.add(message);
    }

    @Override
    public void onClosed(IOException cause) {
        ends.add(cause);
    }
}
