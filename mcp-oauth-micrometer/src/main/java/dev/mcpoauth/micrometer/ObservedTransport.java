package dev.mcpoauth.micrometer;

import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * Another transport, whose requests are measured and traced from when they are sent to when their response is there. Each
 * request carries the trace that it is part of in its {@code _meta}, if there is a tracer. Thread-safe.
 */
public final class ObservedTransport implements ClientTransport {
    private final ClientTransport transport;
    private final OpenRequests requests;

    /** Observes another transport, which this one closes. */
    public ObservedTransport(ClientTransport transport, ObservationRegistry registry) {
        this.transport = transport;
        this.requests = new OpenRequests(registry);
    }

    @Override
    public Opened open(ClientProfile profile, Listener listener)
            throws IOException, McpException, InterruptedException {
        return transport.open(profile, new Ears(listener, requests));
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        if (message instanceof Request request) {
            return transport.send(requests.begin(request)).whenComplete((done, failure) -> {
                if (failure != null) requests.end(request.id(), "failed");
            });
        }
        if (message instanceof Notification notification
                && notification.method().equals("notifications/cancelled")) {
            notification.params().get("requestId").ifPresent(id -> requests.end(new RequestId(id), "cancelled"));
        }
        return transport.send(message);
    }

    @Override
    public void wake() {
        transport.wake();
    }

    @Override
    public void close() {
        transport.close();
        requests.endAll();
    }

    /** Hears responses before the listener does, which may go on to send more. */
    private record Ears(Listener listener, OpenRequests requests) implements Listener {
        @Override
        public void onMessage(JsonRpcMessage message) {
            if (message instanceof Response response) {
                requests.end(response.id(), "answered");
            } else if (message instanceof ErrorResponse error) {
                requests.end(error.id(), "refused");
            }
            listener.onMessage(message);
        }

        @Override
        public void onClosed(IOException cause) {
            requests.endAll();
            listener.onClosed(cause);
        }

        @Override
        public void onRenewed() {
            listener.onRenewed();
        }
    }
}
