package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A host of an era with {@code initialize} at a server of 2026-07-28: the bridge answers what only sessions know, puts the
 * log level on each request, keeps one subscription open, and turns results that ask for input into questions to the
 * host (2026-07-28, "Multi Round-Trip Requests").
 */
final class SessionHostLane implements Lane {
    private final Host host;
    private final ClientTransport server;
    private final Duration patience;
    private final OwnCalls calls;
    private final OneWay oneWay;
    private final Questions questions;
    private final Listening listening;
    private final Map<RequestId, RequestId> underWay = new ConcurrentHashMap<>();
    private volatile Json discovery;
    private volatile Json greeting = Json.NULL;
    private volatile Json logLevel = Json.NULL;

    SessionHostLane(Host host, ClientTransport server, Json discovery, Duration patience) {
        this.host = host;
        this.server = server;
        this.discovery = discovery;
        this.patience = patience;
        this.calls = new OwnCalls(server);
        this.oneWay = new OneWay(server);
        this.questions = new Questions(host, calls);
        this.listening = new Listening(calls, server);
    }

    @Override
    public void start(HostVoice voice) throws IOException, McpException, InterruptedException {
        if (discovery.isNull()) {
            discovery = Handshake.await(calls.call(Methods.DISCOVER, Json.NULL), patience);
        }
        greeting = Greetings.initialized(voice.initialize(), discovery);
        if (voice.initialized()) {
            listening.begin(discovery);
        }
    }

    @Override
    public Json greeting() {
        return greeting;
    }

    @Override
    public void fromHost(JsonRpcMessage message) {
        if (message instanceof Request request) {
            serve(request);
        } else if (message instanceof Notification notification) {
            hear(notification);
        } else {
            questions.answered(message);
        }
    }

    private void serve(Request request) {
        switch (request.method()) {
            case Methods.INITIALIZE -> host.answer(new Response(request.id(), greeting));
            case Methods.PING -> acknowledge(request);
            case Methods.SET_LEVEL -> {
                logLevel = request.params().get("level").orElse(Json.NULL);
                acknowledge(request);
            }
            case Methods.SUBSCRIBE, Methods.UNSUBSCRIBE -> {
                listening.resource(
                        request.params().string("uri").orElse(""),
                        request.method().equals(Methods.SUBSCRIBE));
                acknowledge(request);
            }
            default -> forward(request, 0);
        }
    }

    private void acknowledge(Request request) {
        host.answer(new Response(request.id(), Json.EMPTY_OBJECT));
    }

    private void hear(Notification notification) {
        switch (notification.method()) {
            case Methods.INITIALIZED -> listening.begin(discovery);
            case Methods.CANCELLED -> Methods.cancelled(notification).ifPresent(id -> abandon(id, "cancelled"));
            case Methods.ROOTS_CHANGED -> {
                // A server of this era asks for the roots when it needs them.
            }
            default -> oneWay.send(notification);
        }
    }

    /** Each round is a request of its own. */
    private void forward(Request request, int round) {
        RequestId id = calls.nextId();
        underWay.put(request.id(), id);
        calls.call(new Request(id, request.method(), withLogLevel(request.params())))
                .whenComplete((answer, failure) -> {
                    underWay.remove(request.id(), id);
                    if (failure != null) {
                        host.fail(request.id(), failure);
                    } else {
                        deliver(request, answer, round);
                    }
                });
    }

    private Json withLogLevel(Json params) {
        if (logLevel.isNull()) {
            return params;
        }
        Json base = params.isNull() ? Json.EMPTY_OBJECT : params;
        Json meta = base.get(MetaKeys.META).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return base.with(MetaKeys.META, meta.with(MetaKeys.LOG_LEVEL, logLevel));
    }

    private void deliver(Request request, JsonRpcMessage answer, int round) {
        if (answer instanceof ErrorResponse refused) {
            host.answer(new ErrorResponse(request.id(), refused.error()));
            return;
        }
        Json result = ((Response) answer).result();
        switch (result.string("resultType").orElse("complete")) {
            case "complete" -> host.answer(new Response(request.id(), Greetings.olderResult(result)));
            case "input_required" -> {
                if (host.awaits(request.id())) {
                    questions.ask(request, result, round, again -> forward(again, round + 1));
                }
            }
            default ->
                host.answer(new ErrorResponse(
                        request.id(),
                        Failures.error(
                                ClientReasons.BRIDGE_REMOTE_INVALID,
                                "the server answered with a type of result that this host cannot have")));
        }
    }

    @Override
    public void fromServer(JsonRpcMessage message) {
        if (message instanceof Notification notification && !Methods.is(notification, Methods.ACKNOWLEDGED)) {
            host.tell(Greetings.withoutSubscription(notification));
        } else {
            calls.take(message);
        }
    }

    @Override
    public void abandon(RequestId id, String reason) {
        RequestId current = underWay.remove(id);
        if (current != null) {
            server.send(Methods.cancellation(current, reason));
        }
        questions.abandon(id, reason);
    }

    @Override
    public void wake() {
        listening.again();
    }

    @Override
    public void close() {
        listening.close();
    }
}
