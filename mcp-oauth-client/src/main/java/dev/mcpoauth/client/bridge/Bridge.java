package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.transport.json.JsonReader;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.stdio.LineTooLongException;
import dev.mcpoauth.transport.stdio.MessageReader;
import dev.mcpoauth.transport.stdio.MessageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects a host that speaks MCP over a pair of streams with a server anywhere. Writes nothing but messages to the host,
 * and answers each of its requests, if need be with an error. Used once.
 *
 * <pre>{@code
 * try (Bridge bridge = Bridge.to(connector).build(System.in, System.out)) {
 *     bridge.run();
 * }
 * }</pre>
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(20);
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(1);

    private final MessageReader reader;
    private final Host host;
    private final Uplink uplink;
    private final BridgeLimits limits;
    private final ScheduledThreadPoolExecutor sweeper;

    private Bridge(Builder builder, InputStream fromHost, OutputStream toHost) {
        limits = builder.limits;
        JsonRpcCodec codec = new JsonRpcCodec(JsonReader.of(limits.messageBytes(), JsonReader.DEFAULT_MAX_DEPTH));
        reader = new MessageReader(fromHost, codec, limits.messageBytes());
        host = new Host(new MessageWriter(toHost), limits, builder.tools, System::nanoTime);
        Lanes lanes = new Lanes(host, limits.callTimeout().multipliedBy(2));
        sweeper = new ScheduledThreadPoolExecutor(1, Bridge::daemon, new ThreadPoolExecutor.DiscardPolicy());
        uplink = new Uplink(builder.connector, lanes, host, builder.earlyAnswers(), this::later);
        builder.board.readBy(uplink::signIn);
    }

    private void later(Duration wait, Runnable work) {
        var unused = sweeper.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mcp-oauth-bridge-timeouts");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts a bridge to the server that this connects to. */
    public static Builder to(ServerConnector connector) {
        return new Builder(connector);
    }

    /** Serves the host until it closes its output or stops to read. */
    public void run() throws InterruptedException {
        long sweep = sweepInterval().toMillis();
        SleepWatch watch = new SleepWatch(Clock.systemUTC(), sweepInterval());
        ScheduledFuture<?> sweeping =
                sweeper.scheduleWithFixedDelay(() -> sweep(watch), sweep, sweep, TimeUnit.MILLISECONDS);
        try {
            while (!host.isGone() && serveOne()) {
                // Until there is nothing more to serve.
            }
            awaitAnswers();
        } catch (IOException e) {
            LOG.warn("The host's messages cannot be read: {}", e.getMessage());
        } finally {
            sweeping.cancel(false);
        }
    }

    private Duration sweepInterval() {
        Duration tenth = shorter(limits.callTimeout(), limits.signInWait()).dividedBy(10);
        if (tenth.compareTo(LONGEST_SWEEP) > 0) {
            return LONGEST_SWEEP;
        }
        return tenth.compareTo(SHORTEST_SWEEP) < 0 ? SHORTEST_SWEEP : tenth;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** False at the end of the host's output. */
    private boolean serveOne() throws IOException {
        try {
            Optional<JsonRpcMessage> message = read();
            message.ifPresent(this::serve);
            return message.isPresent();
        } catch (LineTooLongException e) {
            return refuse(new JsonRpcException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage())));
        } catch (JsonRpcException e) {
            return refuse(e);
        }
    }

    /** Whatever a line does to the reader, the host hears of it and the process lives on. */
    private Optional<JsonRpcMessage> read() throws IOException {
        try {
            return reader.read();
        } catch (JsonRpcException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("A line of the host cannot be read", e);
            throw new JsonRpcException(ErrorCode.PARSE_ERROR, "Parse error");
        }
    }

    private boolean refuse(JsonRpcException e) {
        host.refuse(new ErrorResponse(e.id(), e.error()));
        return true;
    }

    private void serve(JsonRpcMessage message) {
        if (message instanceof Request request && !host.accept(request, reader.lineBytes())) {
            return;
        }
        if (Methods.is(message, Methods.CANCELLED)) {
            Optional<RequestId> id = Methods.cancelled((Notification) message).filter(host::awaits);
            if (id.isEmpty()) {
                return; // There is nothing to cancel any more.
            }
            host.forgive(id.get());
        }
        uplink.fromHost(message);
    }

    private void sweep(SleepWatch watch) {
        if (watch.hasSlept()) {
            LOG.info("The machine has slept");
            uplink.wake();
        }
        for (RequestId id : host.overdue()) {
            Reason reason = ClientReasons.BRIDGE_CALL_TIMEOUT;
            String text =
                    "no answer and no progress within " + limits.callTimeout().toSeconds() + " s";
            host.answer(new ErrorResponse(id, Failures.error(reason, text)));
            uplink.abandon(id, text);
        }
        uplink.answerOverdue();
    }

    /** A host that writes its requests and closes its output at once, such as a shell pipe, gets quick answers. */
    private void awaitAnswers() throws InterruptedException {
        long deadline = System.nanoTime() + limits.farewell().toNanos();
        host.awaitIdle(deadline);
    }

    /** Ends the connection to the server. Takes a few seconds at most. */
    @Override
    public void close() {
        sweeper.shutdownNow();
        uplink.close();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final ServerConnector connector;
        private BridgeLimits limits = BridgeLimits.DEFAULT;
        private ToolFilter tools = ToolFilter.NONE;
        private GreetingCache cache = GreetingCache.NONE;
        private SignInBoard board = new SignInBoard();
        private boolean waiting;

        private Builder(ServerConnector connector) {
            this.connector = connector;
        }

        /** Bounds on what the host may ask; {@link BridgeLimits#DEFAULT} by default. */
        public Builder limits(BridgeLimits bounds) {
            limits = bounds;
            return this;
        }

        /** Which tools are kept from the host; none by default. */
        public Builder tools(ToolFilter filter) {
            tools = filter;
            return this;
        }

        /** Remembers the server here, so that the host is answered at once; {@link GreetingCache#NONE} by default. */
        public Builder greetings(GreetingCache greetings) {
            cache = greetings;
            return this;
        }

        /** Where the bridge learns that the user has to sign in, to tell the host; nowhere by default. */
        public Builder signIns(SignInBoard notices) {
            board = notices;
            return this;
        }

        /**
         * Leaves each answer to the server, however long it takes to sign in to it. By default the bridge answers
         * {@code initialize} and {@code server/discover} for a server that is not there yet.
         */
        public Builder waitingForServer() {
            waiting = true;
            return this;
        }

        private EarlyAnswers earlyAnswers() {
            return new EarlyAnswers(!waiting, cache, limits.greetingWait(), limits.signInWait());
        }

        /** The bridge, which begins to read when it runs. */
        public Bridge build(InputStream fromHost, OutputStream toHost) {
            return new Bridge(this, fromHost, toHost);
        }
    }
}
