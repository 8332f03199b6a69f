package dev.mcpoauth.transport.internal.serving;

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
import dev.mcpoauth.transport.shared.SharedStateException;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request while it is served: runs the handler, carries what it sends, and can be cancelled. Thread-safe. */
public final class CallTask implements Runnable, Call {

    private static final int OK = 200;
    private static final Logger LOGGER = LoggerFactory.getLogger(CallTask.class);

    private final McpServer server;
    private final Request request;
    private final Reply reply;
    private final Setting setting;
    private final Runnable whenDone;
    private @Nullable Thread thread;
    private volatile boolean cancelled;

    /**
     * What surrounds the request.
     *
     * @param callerKey identifies the caller; empty if nobody was verified
     * @param conversation what there is besides the request, in the session era
     */
    public record Setting(
            ProtocolVersion version,
            Json clientCapabilities,
            Optional<Principal> caller,
            String callerKey,
            Optional<Conversation> conversation,
            EdgeRefusals refusals) {}

    /** A client of the session era that can be asked and is remembered. */
    public record Conversation(ClientSession client, OpenQuestions questions) {}

    /**
     * A task that has not begun.
     *
     * @param whenDone runs when the id is free again, before the answer goes out
     */
    public CallTask(McpServer server, Request request, Reply reply, Setting setting, Runnable whenDone) {
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
            return new Outcome(new Response(request.id(), server.handle(request, this)), OK);
        } catch (RefusalException e) {
            return refused(e);
        } catch (JsonRpcException e) {
            return new Outcome(new ErrorResponse(request.id(), e.error()), OK);
        } catch (SharedStateException e) {
            LOGGER.warn("{}: what nodes share is away", request.method(), e);
            return refused(Refusal.STORE_UNAVAILABLE.exception());
        } catch (InterruptedException e) {
            // leave() clears the flag that a cancellation set; anything else that interrupts ends the call as well.
            return internalError();
        } catch (RuntimeException | Error e) {
            LOGGER.error("{} failed ({})", request.method(), setting.refusals().correlationId(), e);
            return internalError();
        }
    }

    private Outcome refused(RefusalException e) {
        setting.refusals().report(e.refusal());
        boolean stateless = setting.version().era() == Era.STATELESS;
        return new Outcome(
                new ErrorResponse(request.id(), e.error()),
                stateless ? e.refusal().status() : OK);
    }

    private Outcome internalError() {
        setting.refusals().report(Refusal.INTERNAL_ERROR);
        String text = Refusal.INTERNAL_ERROR.message() + " (reference "
                + setting.refusals().correlationId() + ")";
        return new Outcome(new ErrorResponse(request.id(), new JsonRpcError(Refusal.INTERNAL_ERROR.code(), text)), OK);
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

    /** Interrupts the handler, if it runs; nothing is answered then. */
    public synchronized void cancel() {
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
        return setting.caller();
    }

    @Override
    public String callerKey() {
        return setting.callerKey();
    }

    @Override
    public Optional<ClientSession> session() {
        return setting.conversation().map(Conversation::client);
    }

    @Override
    public void send(Notification notification) {
        if (!cancelled) reply.send(notification);
    }

    @Override
    public Response request(String method, Json params) throws InterruptedException {
        Conversation conversation =
                setting.conversation().orElseThrow(() -> new IllegalStateException("stateless calls cannot"));
        return conversation.questions().ask(method, params, reply::send);
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
