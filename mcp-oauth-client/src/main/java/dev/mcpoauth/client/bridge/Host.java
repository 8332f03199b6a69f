package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.stdio.MessageWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host, and the requests for which it is owed an answer. Each gets exactly one, whatever the server does: what comes
 * twice, late or unasked is dropped here. Thread-safe.
 */
final class Host {
    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private final MessageWriter writer;
    private final BridgeLimits limits;
    private final ToolFilter tools;
    private final LongSupplier nanoTime;
    private final Map<RequestId, Debt> debts = new ConcurrentHashMap<>();
    private final AtomicLong owedBytes = new AtomicLong();
    private final CountDownLatch gone = new CountDownLatch(1);

    Host(MessageWriter writer, BridgeLimits limits, ToolFilter tools, LongSupplier nanoTime) {
        this.writer = writer;
        this.limits = limits;
        this.tools = tools;
        this.nanoTime = nanoTime;
    }

    /** An answer that is owed. */
    private static final class Debt {
        private final Request request;
        private final int bytes;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private volatile long since;

        private Debt(Request request, int bytes, long since) {
            this.request = request;
            this.bytes = bytes;
            this.since = since;
        }

        private boolean hasToken(Json token) {
            return request.params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN).equals(Optional.of(token));
        }
    }

    /**
     * Whether the request may go on; if not, it is answered.
     *
     * @param bytes how long it is
     */
    boolean accept(Request request, int bytes) {
        Optional<JsonRpcError> refusal = tools.refusal(request);
        boolean tooMuch = debts.size() >= limits.openCalls() || owedBytes.get() + bytes > limits.openBytes();
        if (refusal.isEmpty() && tooMuch) {
            refusal = Optional.of(
                    Failures.error(ClientReasons.BRIDGE_BUSY, debts.size() + " requests wait for an answer already"));
        }
        if (refusal.isEmpty() && !owe(new Debt(request, bytes, nanoTime.getAsLong()))) {
            refusal = Optional.of(Failures.error(
                    ErrorCode.INVALID_REQUEST,
                    ClientReasons.BRIDGE_DUPLICATE_ID,
                    "a request with this id is under way already"));
        }
        refusal.ifPresent(error -> write(new ErrorResponse(request.id(), error)));
        return refusal.isEmpty();
    }

    private boolean owe(Debt debt) {
        if (debts.putIfAbsent(debt.request.id(), debt) != null) {
            return false;
        }
        owedBytes.addAndGet(debt.bytes);
        return true;
    }

    /** Hands an answer on, if one is owed. */
    void answer(JsonRpcMessage response) {
        RequestId id = response instanceof Response success ? success.id() : ((ErrorResponse) response).id();
        Debt debt = debts.get(id);
        if (debt == null || !debt.claimed.compareAndSet(false, true)) {
            LOG.debug("An answer to no open request was dropped");
            return;
        }
        write(response instanceof Response success ? tools.filtered(debt.request, success) : response);
        settle(id);
    }

    /** Answers with an error, if an answer is owed. */
    void fail(RequestId id, Throwable failure) {
        answer(new ErrorResponse(id, Failures.of(failure)));
    }

    /** A request that the host itself has cancelled is owed nothing. */
    void forgive(RequestId id) {
        settle(id);
    }

    /** Whether the host still waits for this answer. */
    boolean awaits(RequestId id) {
        Debt debt = debts.get(id);
        return debt != null && !debt.claimed.get();
    }

    /** Sends a notification or a request of the server. Progress proves that a call is alive. */
    void tell(JsonRpcMessage message) {
        if (message instanceof Notification notification
                && notification.method().equals(Methods.PROGRESS)) {
            notification.params().get(MetaKeys.PROGRESS_TOKEN).ifPresent(this::renew);
        }
        write(message);
    }

    private void renew(Json token) {
        debts.values().stream().filter(debt -> debt.hasToken(token)).forEach(debt -> debt.since = nanoTime.getAsLong());
    }

    /** Gives a call its full time again. */
    void renew(RequestId id) {
        Debt debt = debts.get(id);
        if (debt != null) {
            debt.since = nanoTime.getAsLong();
        }
    }

    /** The requests whose time is up. A subscription has no time limit: it is answered when it ends. */
    List<RequestId> overdue() {
        return waitingFor(limits.callTimeout());
    }

    /** The requests that have waited for so long. */
    List<RequestId> waitingFor(Duration time) {
        long now = nanoTime.getAsLong();
        return debts.values().stream()
                .filter(debt -> !debt.request.method().equals(Methods.LISTEN))
                .filter(debt -> now - debt.since > time.toNanos())
                .map(debt -> debt.request.id())
                .toList();
    }

    /** Answers everything that is owed with an error. */
    void failAll(Throwable failure) {
        List.copyOf(debts.keySet()).forEach(id -> fail(id, failure));
    }

    /** Refuses what was no request. */
    void refuse(ErrorResponse refusal) {
        write(refusal);
    }

    /** Returns when no answer is owed, subscriptions apart, or time is up. */
    void awaitIdle(long deadlineNanos) throws InterruptedException {
        synchronized (debts) {
            for (long left = deadlineNanos - nanoTime.getAsLong(); left > 0 && !isIdle(); ) {
                TimeUnit.NANOSECONDS.timedWait(debts, left);
                left = deadlineNanos - nanoTime.getAsLong();
            }
        }
    }

    private boolean isIdle() {
        return debts.values().stream().allMatch(debt -> debt.request.method().equals(Methods.LISTEN));
    }

    /** Only after the answer was written, so that the process does not end in between. */
    private void settle(RequestId id) {
        synchronized (debts) {
            Debt settled = debts.remove(id);
            owedBytes.addAndGet(settled == null ? 0 : -settled.bytes);
            debts.notifyAll();
        }
    }

    private void write(JsonRpcMessage message) {
        try {
            writer.write(message);
        } catch (IOException e) {
            if (gone.getCount() > 0) {
                LOG.info("The host no longer reads: {}", e.getMessage());
            }
            gone.countDown();
        }
    }

    /** Whether the host has stopped to read. */
    boolean isGone() {
        return gone.getCount() == 0;
    }
}
