package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.internal.serving.Initialization;
import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.sse.SseEncoder;
import dev.mcpoauth.transport.sse.SseEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves the deprecated transport of 2024-11-05: a GET opens the stream that all messages come on, its first event names
 * where to POST. The path is the same; the query tells connections apart. Off unless switched on.
 */
final class SseEra {

    static final String PARAMETER = "sse";

    private final McpServer server;
    private final McpServletSettings settings;
    private final Connections connections;
    private final Sessions sessions;
    private final SessionPosts posts;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Connection> byId = new ConcurrentHashMap<>();

    SseEra(
            McpServer server,
            McpServletSettings settings,
            Connections connections,
            Sessions sessions,
            SessionPosts posts) {
        this.server = server;
        this.settings = settings;
        this.connections = connections;
        this.sessions = sessions;
        this.posts = posts;
    }

    /** A client that is connected; its session begins with {@code initialize} and ends with the connection. */
    private static final class Connection {
        final String callerKey;
        final MessageStream stream;
        private @Nullable McpSession session;
        private boolean lost;

        Connection(String callerKey, MessageStream stream) {
            this.callerKey = callerKey;
            this.stream = stream;
        }

        /** False if there is a session already or nobody to have one. */
        synchronized boolean begin(McpSession opened) {
            if (session != null || lost) return false;
            session = opened;
            return true;
        }

        synchronized Optional<McpSession> session() {
            return Optional.ofNullable(session);
        }

        synchronized Optional<McpSession> lose() {
            lost = true;
            return Optional.ofNullable(session);
        }
    }

    void open(Exchange exchange) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        MessageStream stream = MessageStream.transientStream(() -> lose(id));
        byId.put(id, new Connection(exchange.caller().key(), stream));
        try {
            Outbound outbound = connections.open(exchange);
            Headers.eventStream(exchange.response());
            String endpoint = exchange.request().getRequestURI() + "?" + PARAMETER + "=" + id;
            outbound.write(SseEncoder.event(new SseEvent("", "endpoint", endpoint)));
            stream.attach(outbound, settings.retry);
        } catch (RuntimeException e) {
            byId.remove(id);
            throw e;
        }
    }

    private void lose(String id) {
        Connection connection = byId.remove(id);
        if (connection != null) connection.lose().ifPresent(sessions::close);
    }

    /** Takes a message; every answer goes to the stream. */
    void post(Exchange exchange, String id, JsonRpcMessage message) {
        Connection connection = byId.get(id);
        if (connection == null) throw Refusal.SESSION_UNKNOWN.exception();
        if (!connection.callerKey.equals(exchange.caller().key())) throw Refusal.SESSION_OF_ANOTHER_CALLER.exception();
        if (message instanceof Request request && request.method().equals("initialize")) {
            initialize(exchange, connection, request);
        } else {
            McpSession session = connection.session().orElseThrow(Refusal.SESSION_MISSING::exception);
            session.touch();
            posts.serveOnto(exchange, session, message, new StreamReply(connection.stream));
        }
        exchange.response().setStatus(HttpServletResponse.SC_ACCEPTED);
    }

    private void initialize(Exchange exchange, Connection connection, Request request) {
        exchange.requirePermission(settings.guard, request);
        Json capabilities = Initialization.capabilities(request);
        ProtocolVersion version =
                server.negotiate(request.params().string("protocolVersion").orElse(""));
        McpSession session = sessions.openHere(exchange.caller(), new ClientSession(version, capabilities));
        if (!connection.begin(session)) {
            sessions.close(session);
            throw Refusal.INVALID_MESSAGE.because("already initialized");
        }
        session.listenOn(connection.stream);
        connection.stream.send(new Response(request.id(), server.initializeResult(version)));
    }

    void heartbeat() {
        byId.values().forEach(connection -> connection.stream.heartbeat());
    }

    /** Answers on the connection's one stream, which goes on afterwards. */
    private record StreamReply(MessageStream stream) implements Reply {

        @Override
        public void send(JsonRpcMessage message) {
            stream.send(message);
        }

        @Override
        public void respond(JsonRpcMessage response, int httpStatus) {
            stream.send(response);
        }

        @Override
        public void skip() {
            // Nothing ends here: the stream belongs to all calls.
        }

        @Override
        public void release(Duration when) {
            // This revision cannot resume a stream.
        }
    }
}
