package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.json.JsonReader;
import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.shared.EventStore;
import dev.mcpoauth.transport.shared.MemoryEventStore;
import dev.mcpoauth.transport.shared.SharedSessions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that can be set about an {@link McpServlet}. Immutable; the defaults are safe. */
public final class McpServletSettings {

    final OriginPolicy origins;
    final OperationGuard guard;
    final RefusalListener refusals;
    final EventStore events;
    final Optional<SharedSessions> shared;
    final Clock clock;
    final Ticker ticker;
    final int maxBodyBytes;
    final Duration bodyTimeout;
    final long maxLateBodyBytesInAll;
    final int maxJsonDepth;
    final int maxBatch;
    final int maxSessions;
    final int maxSessionsPerCaller;
    final Duration sessionIdle;
    final Duration sessionHandshake;
    final int maxStreams;
    final int maxStreamsPerCaller;
    final long maxQueuedBytes;
    final long maxQueuedBytesInAll;
    final int maxConcurrentCalls;
    final int maxCallsPerCaller;
    final Duration heartbeat;
    final int stalledHeartbeats;
    final Duration answerTimeout;
    final Duration retry;
    final boolean sseEra;

    private McpServletSettings(Builder builder) {
        origins = new OriginPolicy(builder.hosts, builder.origins, builder.anyHost);
        guard = builder.guard;
        refusals = builder.refusals;
        shared = builder.shared;
        events = shared.map(SharedSessions::events).orElse(builder.events);
        clock = builder.clock;
        ticker = builder.ticker;
        maxBodyBytes = builder.maxBodyBytes;
        bodyTimeout = builder.bodyTimeout;
        maxLateBodyBytesInAll = builder.maxLateBodyBytesInAll;
        maxJsonDepth = builder.maxJsonDepth;
        maxBatch = builder.maxBatch;
        maxSessions = builder.maxSessions;
        maxSessionsPerCaller = builder.maxSessionsPerCaller;
        sessionIdle = builder.sessionIdle;
        sessionHandshake = builder.sessionHandshake;
        maxStreams = builder.maxStreams;
        maxStreamsPerCaller = builder.maxStreamsPerCaller;
        maxQueuedBytes = builder.maxQueuedBytes;
        maxQueuedBytesInAll = builder.maxQueuedBytesInAll;
        maxConcurrentCalls = builder.maxConcurrentCalls;
        maxCallsPerCaller = builder.maxCallsPerCaller;
        heartbeat = builder.heartbeat;
        stalledHeartbeats = builder.stalledHeartbeats;
        answerTimeout = builder.answerTimeout;
        retry = builder.retry;
        sseEra = builder.sseEra;
    }

    /** The defaults. */
    public static McpServletSettings defaults() {
        return builder().build();
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {

        private final Set<String> hosts = new LinkedHashSet<>();
        private final Set<String> origins = new LinkedHashSet<>();
        private boolean anyHost;
        private OperationGuard guard = OperationGuard.PERMIT_ALL;
        private RefusalListener refusals = RefusalListener.SLF4J;
        private EventStore events = new MemoryEventStore(1 << 20, 64 << 20);
        private Optional<SharedSessions> shared = Optional.empty();
        private Clock clock = Clock.systemUTC();
        private Ticker ticker = Heartbeat::every;
        private int maxBodyBytes = JsonReader.DEFAULT_MAX_BYTES;
        private Duration bodyTimeout = Duration.ofSeconds(30);
        private long maxLateBodyBytesInAll = 64 << 20;
        private int maxJsonDepth = JsonReader.DEFAULT_MAX_DEPTH;
        private int maxBatch = 50;
        private int maxSessions = 10_000;
        private int maxSessionsPerCaller = 100;
        private Duration sessionIdle = Duration.ofMinutes(30);
        private Duration sessionHandshake = Duration.ofMinutes(1);
        private int maxStreams = 10_000;
        private int maxStreamsPerCaller = 100;
        private long maxQueuedBytes = 4 << 20;
        private long maxQueuedBytesInAll = 64 << 20;
        private int maxConcurrentCalls = 256;
        private int maxCallsPerCaller = 64;
        private Duration heartbeat = Duration.ofSeconds(15);
        private int stalledHeartbeats = 4;
        private Duration answerTimeout = Duration.ofMinutes(5);
        private Duration retry = Duration.ofSeconds(1);

        private boolean sseEra;

        private Builder() {}

        /**
         * Names under which this server may be reached, as {@code host} or {@code host:port}. {@code localhost} and IP
         * addresses always pass; any other {@code Host} is refused unless it is listed.
         */
        public Builder allowedHosts(Collection<String> names) {
            hosts.addAll(names);
            return this;
        }

        /** Weakens security: takes any {@code Host}. Only for servers behind a proxy that checks it. */
        public Builder dangerouslyAllowAnyHost() {
            anyHost = true;
            return this;
        }

        /**
         * Web origins whose pages may call this server, such as {@code https://app.example}. Pages of this machine and of
         * the host itself always may. Answers to these carry CORS headers.
         */
        public Builder allowedOrigins(Collection<String> names) {
            origins.addAll(names);
            return this;
        }

        /** Who decides about each operation; everything is permitted by default. */
        public Builder guard(OperationGuard guard) {
            this.guard = guard;
            return this;
        }

        /** Who hears of refusals; the log by default. */
        public Builder refusals(RefusalListener listener) {
            refusals = listener;
            return this;
        }

        /** Where streams are kept for resumption; in memory, 1 MiB each and 64 MiB in all, by default. */
        public Builder events(EventStore store) {
            events = store;
            return this;
        }

        /**
         * Serves sessions of other nodes too, and lets them serve those of this one; by default sessions live and end with
         * the node that opened them. All nodes need the same {@code stateKey} and a change bus over the same {@link
         * SharedSessions#bus}. Streams are kept in {@link SharedSessions#events}, whatever {@link #events} says. The SSE
         * era stays with its node.
         */
        public Builder sharedSessions(SharedSessions sessions) {
            shared = Optional.of(sessions);
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Who calls at each heartbeat; a thread of the servlet's own by default. */
        Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /** Longest request body; 4 MiB by default. */
        public Builder maxBodyBytes(int bytes) {
            maxBodyBytes = bytes;
            return this;
        }

        /**
         * How long a body may take to arrive; 30 seconds by default, noticed at the next heartbeat. No thread waits for it
         * meanwhile.
         */
        public Builder bodyTimeout(Duration wait) {
            bodyTimeout = wait;
            return this;
        }

        /** Most bytes of bodies that have arrived in part, of all requests together; 64 MiB by default. */
        public Builder maxLateBodyBytesInAll(long bytes) {
            maxLateBodyBytesInAll = bytes;
            return this;
        }

        /** Deepest nesting of a request body; 64 by default. */
        public Builder maxJsonDepth(int levels) {
            maxJsonDepth = levels;
            return this;
        }

        /** Most messages of a batch (2025-03-26); 50 by default. */
        public Builder maxBatch(int messages) {
            maxBatch = messages;
            return this;
        }

        /** Most sessions at once; 10,000 by default. */
        public Builder maxSessions(int sessions) {
            maxSessions = sessions;
            return this;
        }

        /** Most sessions of one verified caller; 100 by default. Beyond that 429. */
        public Builder maxSessionsPerCaller(int sessions) {
            maxSessionsPerCaller = sessions;
            return this;
        }

        /** How long a session without requests and streams is kept; 30 minutes by default. */
        public Builder sessionIdle(Duration idle) {
            sessionIdle = idle;
            return this;
        }

        /** How long a session is kept whose client says nothing after {@code initialize}; one minute by default. */
        public Builder sessionHandshake(Duration wait) {
            sessionHandshake = wait;
            return this;
        }

        /** Most open responses at once; 10,000 by default. */
        public Builder maxStreams(int streams) {
            maxStreams = streams;
            return this;
        }

        /** Most open responses to one verified caller; 100 by default. Beyond that 429. */
        public Builder maxStreamsPerCaller(int streams) {
            maxStreamsPerCaller = streams;
            return this;
        }

        /** Most bytes that wait for a slow reader before it loses its connection; 4 MiB by default. */
        public Builder maxQueuedBytes(long bytes) {
            maxQueuedBytes = bytes;
            return this;
        }

        /**
         * Most bytes that wait for slow readers of all connections together; 64 MiB by default. Beyond that whoever has
         * something waiting loses its connection when more is to come.
         */
        public Builder maxQueuedBytesInAll(long bytes) {
            maxQueuedBytesInAll = bytes;
            return this;
        }

        /** Most handlers that run at once; 256 by default. Beyond that requests are answered 503. */
        public Builder maxConcurrentCalls(int calls) {
            maxConcurrentCalls = calls;
            return this;
        }

        /** Most handlers that run at once for one verified caller; 64 by default. Beyond that 429. */
        public Builder maxCallsPerCaller(int calls) {
            maxCallsPerCaller = calls;
            return this;
        }

        /**
         * The time within which a client that vanished is noticed; 15 seconds by default. A quiet stream carries two
         * comments in it.
         */
        public Builder heartbeat(Duration interval) {
            heartbeat = interval;
            return this;
        }

        /** How many heartbeats a reader may take nothing before it loses its connection; 4 by default. */
        public Builder stalledHeartbeats(int heartbeats) {
            stalledHeartbeats = heartbeats;
            return this;
        }

        /** How long a session's client may take to answer a question; 5 minutes by default. */
        public Builder answerTimeout(Duration wait) {
            answerTimeout = wait;
            return this;
        }

        /** When a client that lost a stream should come back; one second by default. */
        public Builder retry(Duration wait) {
            retry = wait;
            return this;
        }

        /** Also serves the deprecated HTTP+SSE transport of 2024-11-05 on the same path; off by default. */
        public Builder serveSseEra() {
            sseEra = true;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException naming every limit that is not positive
         */
        public McpServletSettings build() {
            List<String> problems = new ArrayList<>();
            require(maxBodyBytes, "maxBodyBytes", problems);
            require(maxJsonDepth, "maxJsonDepth", problems);
            require(maxBatch, "maxBatch", problems);
            require(maxSessions, "maxSessions", problems);
            require(maxSessionsPerCaller, "maxSessionsPerCaller", problems);
            require(maxStreams, "maxStreams", problems);
            require(maxStreamsPerCaller, "maxStreamsPerCaller", problems);
            require(maxQueuedBytes, "maxQueuedBytes", problems);
            require(maxQueuedBytesInAll, "maxQueuedBytesInAll", problems);
            require(maxLateBodyBytesInAll, "maxLateBodyBytesInAll", problems);
            require(maxConcurrentCalls, "maxConcurrentCalls", problems);
            require(maxCallsPerCaller, "maxCallsPerCaller", problems);
            require(bodyTimeout.toMillis(), "bodyTimeout", problems);
            require(stalledHeartbeats, "stalledHeartbeats", problems);
            require(sessionIdle.toMillis(), "sessionIdle", problems);
            require(sessionHandshake.toMillis(), "sessionHandshake", problems);
            require(heartbeat.toMillis() / 2, "heartbeat", problems);
            require(answerTimeout.toMillis(), "answerTimeout", problems);
            if (!problems.isEmpty()) throw new IllegalArgumentException("must be positive: " + problems);
            return new McpServletSettings(this);
        }

        private static void require(long value, String name, List<String> problems) {
            if (value < 1) problems.add(name);
        }
    }
}
