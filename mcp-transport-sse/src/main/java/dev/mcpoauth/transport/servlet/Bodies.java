package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.refusal.Refusal;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads request bodies within limits and without waiting for them: a body that is there already at once, a late one as it
 * comes, on no thread in between. Thread-safe.
 */
final class Bodies {

    private static final Logger LOGGER = LoggerFactory.getLogger(Bodies.class);

    private final McpServletSettings settings;
    private final Steps steps;
    private final Quota quota;
    private final ByteBudget held;
    private final Set<LateBody> late = ConcurrentHashMap.newKeySet();

    Bodies(McpServletSettings settings, Steps steps) {
        this.settings = settings;
        this.steps = steps;
        this.quota = new Quota("requests", settings.maxStreams, settings.maxStreamsPerCaller, Refusal.SERVER_BUSY);
        this.held = new ByteBudget(settings.maxLateBodyBytesInAll);
    }

    /** Hands the body to the next step, now or later. */
    void read(Exchange exchange, Consumer<byte[]> next) {
        HttpServletRequest request = exchange.request();
        long announced = request.getContentLengthLong();
        if (announced > settings.maxBodyBytes) throw Refusal.BODY_TOO_LARGE.exception();
        try {
            ServletInputStream in = request.getInputStream();
            if (announced >= 0 && in.available() >= announced) next.accept(in.readNBytes((int) announced));
            else await(exchange, in, next);
        } catch (IOException e) {
            throw Refusal.BODY_INCOMPLETE.exception();
        }
    }

    private void await(Exchange exchange, ServletInputStream in, Consumer<byte[]> next) {
        Detached detached = exchange.detach();
        String caller = exchange.caller().key();
        quota.acquire(caller, 1);
        Instant deadline = settings.clock.instant().plus(settings.bodyTimeout);
        LateBody body = new LateBody(in, settings.maxBodyBytes, deadline, held, (ended, result) -> {
            late.remove(ended);
            quota.release(caller, 1);
            goOn(exchange, () -> next.accept(result.get()));
        });
        late.add(body);
        detached.onLost(body::lose);
        in.setReadListener(body);
    }

    private void goOn(Exchange exchange, Runnable step) {
        try {
            steps.run(exchange, step);
        } catch (UncheckedIOException e) {
            LOGGER.debug("connection lost: {}", e.toString());
        } finally {
            exchange.endIfLeft();
        }
    }

    /** Gives up on bodies that take too long. */
    void heartbeat() {
        Instant now = settings.clock.instant();
        late.forEach(body -> body.giveUpAfter(now));
    }

    /** How many bodies are waited for. */
    int size() {
        return late.size();
    }

    long heldBytes() {
        return held.held();
    }
}
