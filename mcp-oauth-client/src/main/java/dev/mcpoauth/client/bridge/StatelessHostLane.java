package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A host of 2026-07-28 at a server of an era with {@code initialize}: the bridge has the session, tells what
 * {@code server/discover} would, and turns the server's requests into results that ask for input (2026-07-28, "Multi
 * Round-Trip Requests").
 */
final class StatelessHostLane implements Lane {
    private static final Set<String> STAMPS =
            Set.of(MetaKeys.PROTOCOL_VERSION, MetaKeys.CLIENT_INFO, MetaKeys.CLIENT_CAPABILITIES, MetaKeys.LOG_LEVEL);

    private final Host host;
    private final ClientTransport server;
    private final SessionMemory memory;
    private final Duration patience;
    private final OwnCalls calls;
    private final OneWay oneWay;
    private final ServerCalls open = new ServerCalls();
    private final HostSubscriptions subscriptions = new HostSubscriptions();
    private volatile Json greeting = Json.NULL;
    private volatile Json level = Json.NULL;

    StatelessHostLane(Host host, ClientTransport server, SessionMemory memory, Duration patience) {
        this.host = host;
        this.server = server;
        this.memory = memory;
        this.patience = patience;
        this.calls = new OwnCalls(server);
        this.oneWay = new OneWay(server);
    }

    @Override
    public void start(HostVoice voice) throws IOException, McpException, InterruptedException {
        Json params = voice.profile().initializeParams(ProtocolVersion.LATEST_SESSION);
        greeting = Handshake.await(calls.call(Methods.INITIALIZE, params), patience);
        server.send(new Notification(Methods.INITIALIZED, Json.NULL));
        onRenewed();
    }

    @Override
    public Json greeting() {
        return greeting;
    }

    @Override
    public void fromHost(JsonRpcMessage message) {
        if (message instanceof Request request) {
            serve(request);
        } else if (Methods.is(message, Methods.CANCELLED)) {
            Methods.cancelled((Notification) message).ifPresent(id -> abandon(id, "cancelled"));
        } else if (message instanceof Notification) {
            oneWay.send(message);
        }
    }

    private void serve(Request request) {
        Optional<ServerCall> retried = open.retriedBy(request);
        if (retried.isPresent()) {
            retried.get().resume(request).forEach(server::send);
            open.removeIfOver(retried.get());
        } else if (request.method().equals(Methods.DISCOVER)) {
            host.answer(new Response(request.id(), Greetings.discovered(greeting)));
        } else if (request.method().equals(Methods.LISTEN)) {
            listen(request);
        } else if (request.params().has("requestState")) {
            host.answer(new ErrorResponse(
                    request.id(),
                    Failures.error(ClientReasons.BRIDGE_STATE_UNKNOWN, "what this request goes on with has ended")));
        } else {
            forward(request);
        }
    }

    private void listen(Request request) {
        Set<String> before = subscriptions.resources();
        host.tell(subscriptions.add(request));
        subscriptions.resources().stream()
                .filter(uri -> !before.contains(uri))
                .forEach(uri -> remember(Methods.SUBSCRIBE, "uri", Json.of(uri)));
    }

    /** Tells the session something that a new session has to be told again. */
    private void remember(String method, String name, Json value) {
        Request request = new Request(
                calls.nextId(), method, Json.object().put(name, value).build());
        memory.note(request);
        server.send(request); // Its answer changes nothing.
    }

    private void forward(Request request) {
        wanted(request).filter(wanted -> !wanted.equals(level)).ifPresent(this::setLevel);
        RequestId id = calls.nextId();
        ServerCall call = new ServerCall(
                host,
                request,
                id,
                UUID.randomUUID().toString(),
                result -> Greetings.newerResult(request.method(), result, greeting));
        open.add(call).forEach(this::drop);
        calls.call(new Request(id, request.method(), unstamped(request.params())))
                .whenComplete((answer, failure) -> {
                    call.end(failure == null ? answer : new ErrorResponse(id, Failures.of(failure)));
                    open.removeIfOver(call);
                });
    }

    private static Optional<Json> wanted(Request request) {
        return request.params().at(MetaKeys.META, MetaKeys.LOG_LEVEL);
    }

    private void setLevel(Json wanted) {
        level = wanted;
        if (greeting.at("capabilities", "logging").isPresent()) {
            remember(Methods.SET_LEVEL, "level", wanted);
        }
    }

    private static Json unstamped(Json params) {
        Json meta = params.get(MetaKeys.META).orElse(Json.NULL);
        if (!meta.isObject()) {
            return params;
        }
        for (String stamp : STAMPS) {
            meta = meta.without(stamp);
        }
        return meta.size() == 0 ? params.without(MetaKeys.META) : params.with(MetaKeys.META, meta);
    }

    @Override
    public void fromServer(JsonRpcMessage message) {
        if (message instanceof Request request) {
            asked(request);
        } else if (message instanceof Notification notification) {
            told(notification);
        } else {
            calls.take(message);
        }
    }

    private void asked(Request request) {
        Optional<ServerCall> call = open.onlyOneThatMayAsk();
        if (request.method().equals(Methods.PING)) {
            server.send(new Response(request.id(), Json.EMPTY_OBJECT));
        } else if (call.isPresent()) {
            call.get().ask(request);
        } else {
            server.send(new ErrorResponse(
                    request.id(),
                    Failures.error(
                            ClientReasons.BRIDGE_QUESTION_UNPLACED,
                            "this client can be asked only while exactly one of its calls is under way")));
        }
    }

    /** Log messages come only to a host that has asked for them on a request which is under way. */
    private void told(Notification notification) {
        if (HostSubscriptions.isChange(notification)) {
            subscriptions.addressed(notification).forEach(host::tell);
        } else if (!Methods.is(notification, Methods.MESSAGE)
                || open.all().stream().anyMatch(call -> wanted(call.request()).isPresent())) {
            host.tell(notification);
        }
    }

    @Override
    public void abandon(RequestId id, String reason) {
        subscriptions.remove(id).forEach(uri -> remember(Methods.UNSUBSCRIBE, "uri", Json.of(uri)));
        open.serving(id).ifPresent(this::drop);
    }

    private void drop(ServerCall call) {
        open.remove(call);
        call.abandon()
                .forEach(question -> server.send(new ErrorResponse(
                        question.id(),
                        Failures.error(ClientReasons.BRIDGE_STATE_UNKNOWN, "nobody will answer this any more"))));
        server.send(Methods.cancellation(call.serverId(), "the client waits no longer"));
    }

    @Override
    public void onRenewed() {
        memory.replay().forEach(server::send);
    }
}
