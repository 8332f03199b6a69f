package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.EdgeRefusals;
import dev.mcpoauth.transport.internal.serving.HandlerThreads;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.ChangeBus;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.SharedStateException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves an {@link McpServer} over Streamable HTTP, every revision on one path: the stateless era (2026-07-28) and the
 * session era (2025-03-26 to 2025-11-25), and, if the settings say so, the SSE era (2024-11-05). Map it to one path and switch on {@code asyncSupported}, for it and for each
 * filter in front of it.
 *
 * <p>Handlers never run on the container's threads, but for those of tools that {@linkplain
 * dev.mcpoauth.transport.server.ToolDefinition.Builder#nonBlocking promise never to wait}. Put authentication in front as a filter: {@code getUserPrincipal()}
 * is the caller that handlers see, and the request attribute {@link #CALLER_KEY} binds sessions and sealed state to it.
 */
public final class McpServlet extends HttpServlet {

    /**
     * Name of the request attribute with a text that identifies the caller (issuer, subject, client) across token
     * refreshes. Without it the principal's name does, and without a principal everybody is the same anonymous caller.
     */
    public static final String CALLER_KEY = "dev.mcpoauth.caller-key";

    static final String ALLOW = "GET, POST, DELETE, OPTIONS";

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(McpServlet.class);

    /** A connection that is gone answers the first write with a reset, and fails at the second. */
    private static final int BEATS = 2;

    private static final String RETRY_AFTER_SECONDS = "5";

    private final transient McpServletSettings settings;
    private final transient Sessions sessions;
    private final transient Connections connections;
    private final transient Bodies bodies;
    private final transient HandlerThreads threads;
    private final transient Optional<SseEra> sse;
    private final transient Posts posts;
    private final transient SessionStreams streams;
    private final transient Runnable stopHeartbeat;
    private final transient ChangeBus.Subscription changes;
    private final transient Node node;
    private final transient Followers followers;
    private final transient Optional<EventBus.Subscription> peers;

    /** Serves with default settings. */
    public McpServlet(McpServer server) {
        this(server, McpServletSettings.defaults());
    }

    /** Serves with these settings. */
    public McpServlet(McpServer server, McpServletSettings settings) {
        this.settings = settings;
        node = Node.of(settings);
        sessions = new Sessions(settings, node);
        connections = new Connections(settings);
        followers = new Followers(settings, connections, node);
        bodies = new Bodies(settings, this::answer);
        threads = new HandlerThreads(settings.maxConcurrentCalls, settings.maxCallsPerCaller);
        SessionPosts sessionPosts = new SessionPosts(server, settings, connections, threads, sessions);
        sse = settings.sseEra
                ? Optional.of(new SseEra(server, settings, connections, sessions, sessionPosts))
                : Optional.empty();
        posts = new Posts(
                settings, bodies, new StatelessPosts(server, settings, connections, threads), sessionPosts, sse);
        streams = new SessionStreams(server, settings, connections, sessionPosts, sessions, sse, node, followers);
        stopHeartbeat = settings.ticker.every(settings.heartbeat.dividedBy(BEATS), this::beat);
        changes = server.changes().subscribe(this::tell);
        peers = settings.shared.map(shared ->
                shared.bus().subscribe(new PeerMessages(node, node.peers().orElseThrow(), sessions, followers)::hear));
    }

    /**
     * Adds this servlet to a context that is starting, with {@code asyncSupported} on.
     *
     * @param path where clients reach it, such as {@code /mcp}
     * @throws IllegalStateException if the context has a servlet for this path already, or has started
     */
    public void mount(ServletContext context, String path) {
        ServletRegistration.Dynamic registration = context.addServlet("mcp " + path, this);
        if (registration == null) throw new IllegalStateException("the context has an MCP servlet at " + path);
        registration.setAsyncSupported(true);
        registration.addMapping(path);
    }

    private void beat() {
        sessions.heartbeat();
        sse.ifPresent(SseEra::heartbeat);
        followers.heartbeat();
        connections.heartbeat((long) BEATS * settings.stalledHeartbeats);
        bodies.heartbeat();
    }

    private void tell(Change change) {
        sessions.tell(change);
        connections.tell(change);
    }

    /** Sessions that are open now. */
    public int sessionCount() {
        return sessions.size();
    }

    /** Responses that are not finished now. */
    public int streamCount() {
        return connections.size();
    }

    /** Handlers that run now. */
    public int callCount() {
        return threads.running();
    }

    /** Requests whose body is not there yet. */
    public int lateBodyCount() {
        return bodies.size();
    }

    /** Bytes that wait for readers, or for the rest of late bodies. */
    public long bufferedBytes() {
        return connections.queuedBytes() + bodies.heldBytes();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EdgeRefusals refusals = EdgeRefusals.begin(settings.refusals);
        response.setHeader("X-Correlation-Id", refusals.correlationId());
        response.setHeader("X-Content-Type-Options", "nosniff");
        Exchange exchange = new Exchange(request, response, refusals);
        try {
            answer(exchange, () -> {
                requireFriendlyOrigin(request, response);
                serve(exchange);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Runs a step of an exchange; what it refuses or fails at is answered. */
    private void answer(Exchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RefusalException e) {
            refuse(exchange, e);
            exchange.endIfLeft();
        } catch (Denial e) {
            deny(exchange, e);
            exchange.endIfLeft();
        } catch (SharedStateException e) {
            LOGGER.warn("what nodes share is away ({})", exchange.refusals().correlationId(), e);
            refuse(exchange, Refusal.STORE_UNAVAILABLE.exception());
            exchange.endIfLeft();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            String id = exchange.refusals().correlationId();
            LOGGER.error("request failed ({})", id, e);
            refuse(exchange, Refusal.INTERNAL_ERROR.because("reference " + id));
            exchange.endIfLeft();
        }
    }

    private void requireFriendlyOrigin(HttpServletRequest request, HttpServletResponse response) {
        String host = Headers.single(request, "Host").orElse(request.getServerName());
        if (!settings.origins.allowsHost(host)) throw Refusal.HOST_NOT_ALLOWED.exception();
        Headers.single(request, "Origin").ifPresent(origin -> {
            if (!settings.origins.allowsOrigin(origin, host)) throw Refusal.ORIGIN_NOT_ALLOWED.exception();
            Cors.mark(response, origin);
        });
    }

    private void serve(Exchange exchange) {
        switch (exchange.request().getMethod()) {
            case "POST" -> posts.serve(exchange);
            case "GET" -> streams.get(exchange);
            case "DELETE" -> streams.delete(exchange);
            case "OPTIONS" -> Cors.preflight(exchange.request(), exchange.response());
            default -> throw Refusal.METHOD_NOT_ALLOWED.exception();
        }
    }

    private static void refuse(Exchange exchange, RefusalException e) {
        exchange.refusals().report(e.refusal());
        Map<String, String> headers = new HashMap<>();
        if (e.refusal() == Refusal.METHOD_NOT_ALLOWED) headers.put("Allow", ALLOW);
        if (e.refusal().isLimit()) headers.put("Retry-After", RETRY_AFTER_SECONDS);
        answer(exchange, e.refusal().status(), headers, new ErrorResponse(e.id(), e.error()));
    }

    private static void deny(Exchange exchange, Denial e) {
        exchange.refusals().report(Refusal.OPERATION_NOT_PERMITTED);
        JsonRpcError error =
                new JsonRpcError(ErrorCode.INVALID_REQUEST, e.denied().safeMessage());
        answer(exchange, e.denied().status(), e.denied().headers(), new ErrorResponse(e.id(), error));
    }

    private static void answer(Exchange exchange, int status, Map<String, String> headers, ErrorResponse error) {
        Consumer<HttpServletResponse> head = response -> {
            response.setStatus(status);
            headers.forEach(response::setHeader);
            Headers.json(response);
        };
        exchange.answer(head, error.toJson().toBytes());
    }

    /**
     * Ends the responses that only listen; calls go on. For a container that waits for running requests before it stops:
     * those that listen would keep it waiting, as they have no end of their own.
     */
    public void endListening() {
        connections.endSubscriptions();
        sessions.endListening();
        followers.endAll();
    }

    /** Ends streams in a way that clients understand, cancels what runs and stops all threads. */
    @Override
    public void destroy() {
        changes.close();
        peers.ifPresent(EventBus.Subscription::close);
        stopHeartbeat.run();
        endListening();
        sessions.closeAll();
        threads.shutdown();
        node.peers().ifPresent(Peers::close);
        super.destroy();
    }
}
