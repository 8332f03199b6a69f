package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.EdgeRefusals;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.servlet.OperationGuard.Operation;
import dev.mcpoauth.transport.servlet.OperationGuard.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response. Begins on the container thread that ran the filters; where the body is late, it goes
 * on on another one when it is there. Used by one thread at a time.
 */
final class Exchange {

    private static final String NO_ASYNC =
            "switch asyncSupported on for the MCP servlet and for every filter in front of it";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Caller caller;
    private final EdgeRefusals refusals;
    private @Nullable Detached detached;
    private @Nullable Outbound outbound;

    Exchange(HttpServletRequest request, HttpServletResponse response, EdgeRefusals refusals) {
        this.request = request;
        this.response = response;
        this.caller = Caller.of(request);
        this.refusals = refusals;
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    Caller caller() {
        return caller;
    }

    EdgeRefusals refusals() {
        return refusals;
    }

    Optional<String> header(String name) {
        return Headers.single(request, name);
    }

    /** Leaves the container's thread, if that has not happened yet: the response stays open until somebody ends it. */
    Detached detach() {
        Detached already = detached;
        if (already != null) return already;
        requireAsyncSupport();
        Detached now = Detached.of(request.startAsync());
        detached = now;
        return now;
    }

    /**
     * Finds out early what some requests need, so that nobody finds out late.
     *
     * @throws IllegalStateException if this request could not leave its thread
     */
    void requireAsyncSupport() {
        if (detached == null && !request.isAsyncSupported()) throw new IllegalStateException(NO_ASYNC);
    }

    /** Leaves the response to this connection, which will end it. */
    void handOver(Outbound connection) {
        outbound = connection;
    }

    /** Ends the response if it left its thread and nobody else will. */
    void endIfLeft() {
        Detached left = detached;
        if (left != null && outbound == null) left.complete();
    }

    /** Answers with this and nothing else, unless another answer has begun. */
    void answer(Consumer<HttpServletResponse> head, byte[] body) {
        Outbound connection = outbound;
        if (connection != null) connection.finishWith(() -> head.accept(response), body);
        else if (!response.isCommitted()) write(head, body);
    }

    private void write(Consumer<HttpServletResponse> head, byte[] body) {
        head.accept(response);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks the guard.
     *
     * @throws Denial if it refuses
     */
    void requirePermission(OperationGuard guard, Request message) {
        for (String name : Targets.of(message.method(), message.params())) {
            requirePermission(guard.check(request, new Operation(message.method(), name)), message);
        }
    }

    private static void requirePermission(Permission permission, Request message) {
        if (permission instanceof Permission.Permitted) return;
        if (permission instanceof Permission.Denied denied) throw new Denial(denied, message.id());
        throw Refusal.OPERATION_NOT_PERMITTED.exception();
    }
}
