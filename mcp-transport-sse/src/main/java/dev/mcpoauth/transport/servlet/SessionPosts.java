package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.internal.serving.CallTask;
import dev.mcpoauth.transport.internal.serving.HandlerThreads;
import dev.mcpoauth.transport.internal.serving.Initialization;
import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpSession.NamedStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves POSTs of the session era (2025-03-26 to 2025-11-25). The end of a connection cancels nothing. */
final class SessionPosts {

    private final McpServer server;
    private final McpServletSettings settings;
    private final Connections connections;
    private final HandlerThreads threads;
    private final Sessions sessions;

    SessionPosts(
            McpServer server,
            McpServletSettings settings,
            Connections connections,
            HandlerThreads threads,
            Sessions sessions) {
        this.server = server;
        this.settings = settings;
        this.connections = connections;
        this.threads = threads;
        this.sessions = sessions;
    }

    /** Whether this server speaks a revision that has sessions. */
    boolean areServed() {
        return server.hasSessions();
    }

    void initialize(Exchange exchange, Request request) {
        requireKnownVersion(exchange);
        if (exchange.header(McpHeaders.SESSION_ID).isPresent()) {
            throw Refusal.INVALID_MESSAGE.because("initialize opens a session and belongs to none");
        }
        String requested = Initialization.version(request);
        Json capabilities = Initialization.capabilities(request);
        exchange.requirePermission(settings.guard, request);
        ProtocolVersion version = server.negotiate(requested);
        Sessions.Opened opened = sessions.open(exchange.caller(), version, capabilities);
        exchange.response().setHeader(McpHeaders.SESSION_ID, opened.id());
        write(exchange.response(), new Response(request.id(), server.initializeResult(version)));
    }

    private static void write(HttpServletResponse response, JsonRpcMessage message) {
        Headers.json(response);
        try {
            response.getOutputStream().write(message.toJson().toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Refuses a header that names no revision.
     *
     * @throws RefusalException if it does
     */
    void requireKnownVersion(Exchange exchange) {
        Optional<String> header = exchange.header(McpHeaders.PROTOCOL_VERSION);
        if (header.isPresent() && ProtocolVersion.parse(header.get()).isEmpty()) throw server.unsupported(header.get());
    }

    /** The session that a request belongs to. */
    McpSession require(Exchange exchange) {
        requireKnownVersion(exchange);
        String id = exchange.header(McpHeaders.SESSION_ID).orElseThrow(Refusal.SESSION_MISSING::exception);
        return sessions.require(id, exchange.caller());
    }

    void serve(Exchange exchange, JsonRpcMessage message) {
        McpSession session = require(exchange);
        if (message instanceof Request request) {
            call(exchange, session, List.of(request), false);
        } else {
            accept(session, message);
            exchange.response().setStatus(HttpServletResponse.SC_ACCEPTED);
        }
    }

    void serveBatch(Exchange exchange, Json body) {
        boolean inSession = exchange.header(McpHeaders.SESSION_ID).isPresent();
        if (!inSession) throw Refusal.BATCH_NOT_SUPPORTED.exception();
        McpSession session = require(exchange);
        if (session.client().version() != ProtocolVersion.V2025_03_26) throw Refusal.BATCH_NOT_SUPPORTED.exception();
        if (body.size() == 0) throw Refusal.INVALID_MESSAGE.because("a batch holds at least one message");
        if (body.size() > settings.maxBatch) throw Refusal.BATCH_TOO_LARGE.exception();
        List<JsonRpcMessage> messages =
                body.elements().stream().map(Posts::message).toList();
        List<Request> requests = new ArrayList<>();
        for (JsonRpcMessage message : messages) {
            if (message instanceof Request request) requests.add(request);
            else accept(session, message);
        }
        if (requests.isEmpty()) exchange.response().setStatus(HttpServletResponse.SC_ACCEPTED);
        else call(exchange, session, requests, true);
    }

    private static void accept(McpSession session, JsonRpcMessage message) {
        boolean expected = true;
        if (message instanceof Response response) expected = session.answer(response.id(), response);
        else if (message instanceof ErrorResponse error) expected = session.answer(error.id(), error);
        else if (message instanceof Notification notification) notice(session, notification);
        if (!expected) throw Refusal.RESPONSE_NOT_EXPECTED.exception();
    }

    private static void notice(McpSession session, Notification notification) {
        if (!notification.method().equals("notifications/cancelled")) return;
        try {
            notification.params().get("requestId").map(RequestId::new).ifPresent(session::cancel);
        } catch (IllegalArgumentException e) {
            throw Refusal.PARAMS_INVALID.because("requestId must be a text or a whole number");
        }
    }

    private void call(Exchange exchange, McpSession session, List<Request> requests, boolean batch) {
        for (Request request : requests) {
            if (request.method().equals("initialize")) throw Refusal.INVALID_MESSAGE.because("already initialized");
            exchange.requirePermission(settings.guard, request);
        }
        // In a batch the others are served; alone it needs no stream, whose status would be 200.
        if (!batch && session.isRunning(requests.get(0).id())) throw Refusal.REQUEST_IN_FLIGHT.exception();
        threads.reserve(exchange.caller().key(), requests.size());
        Reply reply = open(exchange, session, requests.size(), batch);
        requests.forEach(request -> begin(request, reply, session, setting(exchange, session)));
    }

    /** Serves a message whose answer does not go to its own POST. */
    void serveOnto(Exchange exchange, McpSession session, JsonRpcMessage message, Reply reply) {
        if (!(message instanceof Request request)) {
            accept(session, message);
            return;
        }
        exchange.requirePermission(settings.guard, request);
        threads.reserve(exchange.caller().key(), 1);
        begin(request, reply, session, setting(exchange, session));
    }

    private static CallTask.Setting setting(Exchange exchange, McpSession session) {
        return new CallTask.Setting(
                session.client().version(),
                session.client().clientCapabilities(),
                exchange.caller().principal(),
                exchange.caller().key(),
                Optional.of(session.conversation()),
                exchange.refusals());
    }

    private PostReply open(Exchange exchange, McpSession session, int requests, boolean batch) {
        try {
            Outbound outbound = connections.open(exchange);
            NamedStream stream = session.openStream();
            PostReply reply = new PostReply(
                    exchange.response(), outbound, stream.stream(), settings.retry, requests, batch, done -> {
                        connections.remove(done);
                        session.ended(stream.name());
                    });
            connections.add(reply);
            return reply;
        } catch (RefusalException e) {
            threads.cancelReservation(exchange.caller().key(), requests);
            throw e;
        }
    }

    private void begin(Request request, Reply reply, McpSession session, CallTask.Setting setting) {
        CallTask task = new CallTask(server, request, reply, setting, () -> session.done(request.id()));
        if (session.begin(request.id(), task)) {
            threads.execute(setting.callerKey(), task);
            return;
        }
        threads.cancelReservation(setting.callerKey(), 1);
        setting.refusals().report(Refusal.REQUEST_IN_FLIGHT);
        reply.respond(
                new ErrorResponse(
                        request.id(), Refusal.REQUEST_IN_FLIGHT.exception().error()),
                Refusal.REQUEST_IN_FLIGHT.status());
    }
}
