package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.Call;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.server.McpServer;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request while it is served: runs the handler, carries what it sends, and can be cancelled. Thread-safe. */
final class CallTask implements Runnable, Call {

    private static final Logger LOGGER = LoggerFactory.getLogger(CallTask.class);

    private final McpServer server;
    private final Request request;
    private final Reply reply;
    private final Setting setting;
    private final Runnable whenDone;
    private @Nullable Thread thread;
    private volatile boolean cancelled;

    /** What surrounds the request. */
    record Setting(
            ProtocolVersion version,
            Json clientCapabilities,
            Caller caller,
            Optional<McpSession> session,
            EdgeRefusals refusals) {}

    CallTask(McpServer server, Request request, Reply reply, Setting setting, Runnable whenDone) {
        this.server = server;
        this.request = request;
        this.reply = reply;
        this.setting = setting;
        this.whenDone = whenDone;
    }

    @Override
    public void run() {
        if (!enter()) {
            whenDone.run();
            reply.skip();
            return;
        }
        Optional<Outcome> outcome = Optional.empty();
        try {
            outcome = Optional.of(outcome());
        } finally {
            leave();
            // Before the answer goes out: the client may reuse the id as soon as it reads it.
            whenDone.run();
            Optional<Outcome> answer = cancelled ? Optional.empty() : outcome;
            answer.ifPresentOrElse(a -> reply.respond(a.message(), a.status()), reply::skip);
        }
    }

    private record Outcome(JsonRpcMessage message, int status) {}

    private Outcome outcome() {
        try {
            return new Outcome(new Response(request.id(), server.handle(request, this)), HttpServletResponse.SC_OK);
        } catch (RefusalException e) {
            setting.refusals().report(e.refusal());
            boolean stateless = setting.version().era() == Era.STATELESS;
            return new Outcome(
                    new ErrorResponse(request.id(), e.error()),
                    stateless ? e.refusal().status() : HttpServletResponse.SC_OK);
        } catch (JsonRpcException e) {
            return new Outcome(new ErrorResponse(request.id(), e.error()), HttpServletResponse.SC_OK);
        } catch (InterruptedException e) {
            // leave() clears the flag that a cancellation set; anything else that interrupts ends the call as well.
            return internalError();
        } catch (RuntimeException | Error e) {
            LOGGER.error("{} failed ({})", request.method(), setting.refusals().correlationId(), e);
            return internalError();
        }
    }

    private Outcome internalError() {
        setting.refusals().report(Refusal.INTERNAL_ERROR);
        String text = Refusal.INTERNAL_ERROR.message() + " (reference "
                + setting.refusals().correlationId() + ")";
        return new Outcome(
                new ErrorResponse(request.id(), new JsonRpcError(Refusal.INTERNAL_ERROR.code(), text)),
                HttpServletResponse.SC_OK);
    }

    private synchronized boolean enter() {
        if (cancelled) return false;
        thread = Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        thread = null;
        // The thread goes back to a pool: a cancellation that came late must not hit the next task.
        boolean late = Thread.interrupted();
        if (late) LOGGER.trace("cleared an interrupt");
    }

    synchronized void cancel() {
        cancelled = true;
        if (thread != null) thread.interrupt();
    }

    @Override
    public ProtocolVersion version() {
        return setting.version();
    }

    @Override
    public Json clientCapabilities() {
        return setting.clientCapabilities();
    }

    @Override
    public Optional<Principal> caller() {
        return setting.caller().principal();
    }

    @Override
    public String callerKey() {
        return setting.caller().key();
    }

    @Override
    public Optional<ClientSession> session() {
        return setting.session().map(McpSession::client);
    }

    @Override
    public void send(Notification notification) {
        if (!cancelled) reply.send(notification);
    }

    @Override
    public Response request(String method, Json params) throws InterruptedException {
        McpSession session = setting.session().orElseThrow(() -> new IllegalStateException("stateless calls cannot"));
        return session.questions().ask(method, params, reply::send);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void releaseConnection(Duration retry) {
        if (setting.version() == ProtocolVersion.V2025_11_25) reply.release(retry);
    }
}
