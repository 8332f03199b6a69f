package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.internal.serving.CallTask;
import dev.mcpoauth.transport.internal.serving.HandlerThreads;
import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.internal.serving.StatelessMeta;
import dev.mcpoauth.transport.internal.serving.Subscription;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Serves the stateless era (2026-07-28): each request stands alone, and the end of its connection cancels it. */
final class StatelessPosts {

    private static final String LISTEN = "subscriptions/listen";
    private static final Set<String> LOOK_UPS =
            Set.of("server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list");

    private final McpServer server;
    private final McpServletSettings settings;
    private final Connections connections;
    private final HandlerThreads threads;
    private final StatelessGate gate;

    StatelessPosts(McpServer server, McpServletSettings settings, Connections connections, HandlerThreads threads) {
        this.server = server;
        this.settings = settings;
        this.connections = connections;
        this.threads = threads;
        this.gate = new StatelessGate(server);
    }

    void serve(Exchange exchange, JsonRpcMessage message) {
        if (message instanceof Request request) serve(exchange, request);
        else if (message instanceof Notification) exchange.response().setStatus(HttpServletResponse.SC_ACCEPTED);
        else throw Refusal.RESPONSE_NOT_EXPECTED.exception();
    }

    private void serve(Exchange exchange, Request request) {
        ProtocolVersion version = gate.check(request, exchange::header);
        boolean listen = request.method().equals(LISTEN);
        if (!listen && !server.knows(request.method(), version)) throw Refusal.METHOD_UNKNOWN.exception();
        requirePermission(exchange, request);
        if (listen) listen(exchange, request);
        else call(exchange, request, version);
    }

    private void requirePermission(Exchange exchange, Request request) {
        String caller = exchange.caller().key();
        exchange.requirePermission(settings.guard, server.permissionFor(request, caller));
        if (!request.method().equals(LISTEN)) return;
        for (String task : Subscription.taskIds(request, server.capabilities())) {
            Request about = new Request(
                    request.id(), "tasks/get", Json.object().put("taskId", task).build());
            exchange.requirePermission(settings.guard, server.permissionFor(about, caller));
        }
    }

    private void call(Exchange exchange, Request request, ProtocolVersion version) {
        exchange.requireAsyncSupport();
        String caller = exchange.caller().key();
        if (neverWaits(request)) {
            Reply reply = new DirectReply(exchange, () -> reply(exchange, () -> {}));
            threads.runHere(caller, task(exchange, request, version, reply));
            return;
        }
        threads.reserve(caller, 1);
        AtomicReference<@Nullable CallTask> running = new AtomicReference<>();
        Runnable cancel = () -> {
            CallTask task = running.get();
            if (task != null) task.cancel();
        };
        CallTask task = task(exchange, request, version, reserved(exchange, cancel));
        running.set(task);
        threads.execute(caller, task);
    }

    /** Whether answering takes no more than looking something up, or a handler that promises as much. */
    private boolean neverWaits(Request request) {
        if (!request.method().equals("tools/call")) return LOOK_UPS.contains(request.method());
        return request.params()
                .string("name")
                .flatMap(server::tool)
                .filter(ToolDefinition::isNonBlocking)
                .isPresent();
    }

    private CallTask task(Exchange exchange, Request request, ProtocolVersion version, Reply reply) {
        var setting = new CallTask.Setting(
                version,
                StatelessMeta.capabilities(request),
                exchange.caller().principal(),
                exchange.caller().key(),
                Optional.empty(),
                exchange.refusals());
        return new CallTask(server, request, reply, setting, () -> {});
    }

    /** Opens the answer to a call that has room reserved, which it gives back if there is no answer. */
    private Reply reserved(Exchange exchange, Runnable cancel) {
        try {
            return reply(exchange, cancel);
        } catch (RuntimeException e) {
            threads.cancelReservation(exchange.caller().key(), 1);
            throw e;
        }
    }

    private Reply reply(Exchange exchange, Runnable whenLost) {
        Outbound outbound = connections.open(exchange);
        outbound.onLost(whenLost);
        MessageStream stream = MessageStream.transientStream(whenLost);
        PostReply reply =
                new PostReply(exchange.response(), outbound, stream, settings.retry, 1, false, connections::remove);
        connections.add(reply);
        return reply;
    }

    private void listen(Exchange exchange, Request request) {
        AtomicReference<@Nullable Listening> opened = new AtomicReference<>();
        MessageStream stream = MessageStream.transientStream(() -> {
            Listening lost = opened.get();
            if (lost != null) connections.remove(lost);
        });
        String caller = exchange.caller().key();
        Subscription subscription =
                Subscription.of(request, server, task -> server.taskStatus(task, caller), stream::send);
        Listening listening = new Listening(subscription, stream);
        opened.set(listening);
        Outbound outbound = connections.open(exchange);
        Headers.eventStream(exchange.response());
        stream.attach(outbound, settings.retry);
        subscription.acknowledge();
        connections.add(listening);
        subscription.catchUp();
        // The connection may have gone before the line above.
        if (!stream.isAttached()) connections.remove(listening);
    }
}
