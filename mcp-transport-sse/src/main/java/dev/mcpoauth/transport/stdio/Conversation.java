package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.internal.serving.CallTask;
import dev.mcpoauth.transport.internal.serving.EdgeRefusals;
import dev.mcpoauth.transport.internal.serving.HandlerThreads;
import dev.mcpoauth.transport.internal.serving.Initialization;
import dev.mcpoauth.transport.internal.serving.OpenQuestions;
import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.internal.serving.StatelessMeta;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.server.McpServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of what one client says over one channel, in either era. One thread takes messages, and waits for no
 * handler.
 */
final class Conversation {

    private static final Logger LOGGER = LoggerFactory.getLogger(Conversation.class);

    private final McpServer server;
    private final StdioServerSettings settings;
    private final Outbox outbox;
    private final Runnable whenOver;
    private final HandlerThreads threads;
    private final Map<RequestId, CallTask> calls = new ConcurrentHashMap<>();
    private final Listeners listeners;
    private volatile Optional<CallTask.Conversation> session = Optional.empty();
    private volatile boolean initialized;
    private volatile boolean ending;

    Conversation(McpServer server, StdioServerSettings settings, Outbox outbox, Runnable whenOver) {
        this.server = server;
        this.settings = settings;
        this.outbox = outbox;
        this.whenOver = whenOver;
        this.threads = new HandlerThreads(settings.maxConcurrentCalls(), settings.maxConcurrentCalls());
        this.listeners = new Listeners(server, settings.maxSubscriptions(), this::say);
    }

    /** Says something without waiting: a client that does not read although there is much to say is given up. */
    void say(JsonRpcMessage message) {
        if (outbox.offer(message.toJson())) return;
        EdgeRefusals.begin(settings.refusals()).report(Refusal.STREAM_SLOW_READER);
        whenOver.run();
    }

    /** Whether the client may send several messages at once: only one revision knows that. */
    boolean knowsBatches() {
        return session.map(s -> s.client().version())
                .filter(ProtocolVersion.V2025_03_26::equals)
                .isPresent();
    }

    /**
     * Takes a message of a batch.
     *
     * @throws RefusalException if it is refused
     */
    void takeOfBatch(JsonRpcMessage message, Reply reply, EdgeRefusals refusals) {
        if (StatelessMeta.isIn(message)) throw Refusal.BATCH_NOT_SUPPORTED.exception();
        take(message, reply, refusals);
    }

    /**
     * Takes a message.
     *
     * @throws RefusalException if it is refused
     */
    void take(JsonRpcMessage message, Reply reply, EdgeRefusals refusals) {
        if (message instanceof Request request) {
            try {
                request(request, reply, refusals);
            } catch (RefusalException e) {
                throw e.of(request.id());
            }
        } else if (message instanceof Notification notification) notice(notification);
        else answered(message, refusals);
    }

    private void request(Request request, Reply reply, EdgeRefusals refusals) {
        if (ending) throw Refusal.SERVER_BUSY.exception();
        if (isInFlight(request.id())) throw Refusal.REQUEST_IN_FLIGHT.exception();
        if (StatelessMeta.isIn(request)) stateless(request, reply, refusals);
        else if (request.method().equals("initialize")) initialize(request);
        else inSession(request, reply, refusals);
    }

    private boolean isInFlight(RequestId id) {
        return calls.containsKey(id) || listeners.has(id);
    }

    private void stateless(Request request, Reply reply, EdgeRefusals refusals) {
        ProtocolVersion version = StatelessMeta.version(server, StatelessMeta.claimedVersion(request));
        StatelessMeta.requireCapabilities(request);
        if (request.method().equals("subscriptions/listen")) {
            listeners.add(request);
            return;
        }
        if (!server.knows(request.method(), version)) throw Refusal.METHOD_UNKNOWN.exception();
        Json capabilities = StatelessMeta.capabilities(request);
        begin(request, reply, setting(version, capabilities, Optional.empty(), refusals));
    }

    private void initialize(Request request) {
        if (session.isPresent()) throw Refusal.INVALID_MESSAGE.because("already initialized");
        ProtocolVersion version = server.negotiate(Initialization.version(request));
        session = Optional.of(conversation(new ClientSession(version, Initialization.capabilities(request))));
        say(new Response(request.id(), server.initializeResult(version)));
    }

    private CallTask.Conversation conversation(ClientSession client) {
        return new CallTask.Conversation(client, new OpenQuestions(settings.answerTimeout()));
    }

    private void inSession(Request request, Reply reply, EdgeRefusals refusals) {
        CallTask.Conversation with = session.or(() -> beforeInitialize(request)).orElseThrow(this::notOpen);
        begin(
                request,
                reply,
                setting(with.client().version(), with.client().clientCapabilities(), Optional.of(with), refusals));
    }

    /** A client may find out whether the server is alive before it says anything else (2025-11-25, Lifecycle). */
    private Optional<CallTask.Conversation> beforeInitialize(Request request) {
        if (!request.method().equals("ping") || !server.hasSessions()) return Optional.empty();
        return Optional.of(conversation(new ClientSession(server.negotiate(""), Json.EMPTY_OBJECT)));
    }

    private RefusalException notOpen() {
        return server.hasSessions()
                ? Refusal.META_MISSING.because("or initialize first")
                : Refusal.META_MISSING.exception();
    }

    private static CallTask.Setting setting(
            ProtocolVersion version, Json capabilities, Optional<CallTask.Conversation> with, EdgeRefusals refusals) {
        return new CallTask.Setting(version, capabilities, Optional.empty(), "", with, refusals);
    }

    private void begin(Request request, Reply reply, CallTask.Setting setting) {
        threads.reserve("", 1);
        CallTask task = new CallTask(server, request, reply, setting, () -> calls.remove(request.id()));
        calls.put(request.id(), task);
        try {
            threads.execute("", task);
        } catch (RejectedExecutionException ended) {
            calls.remove(request.id());
            throw Refusal.SERVER_BUSY.exception();
        }
    }

    private void notice(Notification notification) {
        if (notification.method().equals("notifications/initialized")) initialized = true;
        if (notification.method().equals("notifications/cancelled")) cancel(notification.params());
    }

    /** A cancellation that names nothing that runs is ignored: it may have come too late. */
    private void cancel(Json params) {
        try {
            Optional<RequestId> id = params.get("requestId").map(RequestId::new);
            id.map(calls::get).ifPresent(CallTask::cancel);
            id.ifPresent(listeners::remove);
        } catch (IllegalArgumentException e) {
            LOGGER.debug("a cancellation without a usable id is ignored");
        }
    }

    private void answered(JsonRpcMessage message, EdgeRefusals refusals) {
        boolean expected = false;
        if (session.isPresent()) {
            OpenQuestions questions = session.get().questions();
            if (message instanceof Response response) expected = questions.answer(response);
            if (message instanceof ErrorResponse error) expected = questions.answer(error);
        }
        // There is nothing that a response could be answered with.
        if (!expected) refusals.report(Refusal.RESPONSE_NOT_EXPECTED);
    }

    /** Tells the client of a change, if it wants to know. */
    void tell(Change change) {
        listeners.tell(change);
        boolean wanted = initialized
                && session.map(CallTask.Conversation::client)
                        .filter(client -> client.wants(change))
                        .isPresent();
        if (wanted) say(change.toNotification());
    }

    /** Ends subscriptions, lets calls end for a while, cancels the others, and lets the last messages out. */
    void end() throws InterruptedException {
        ending = true;
        // Nobody can answer any more.
        session.ifPresent(s -> s.questions().abandon());
        listeners.end();
        boolean ended = threads.finish(settings.exitTimeout());
        if (!ended) LOGGER.warn("{} calls are cancelled because the client is gone", calls.size());
        abandon();
        outbox.drain(settings.exitTimeout());
    }

    /** Cancels everything. */
    void abandon() {
        ending = true;
        session.ifPresent(s -> s.questions().abandon());
        calls.values().forEach(CallTask::cancel);
        threads.shutdown();
    }
}
