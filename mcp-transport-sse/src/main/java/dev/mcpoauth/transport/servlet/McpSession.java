package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.CallTask;
import dev.mcpoauth.transport.internal.serving.OpenQuestions;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.servlet.EventStore.StreamKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session of one caller: its streams, its running calls and what waits for the client. Thread-safe. */
final class McpSession {

    /** Streams that can still be resumed after they ended; a client resumes the latest, if any. */
    private static final int MAX_ENDED_STREAMS = 16;

    private final String id;
    private final String callerKey;
    private final ClientSession client;
    private final OpenQuestions questions;
    private final EventStore events;
    private final Clock clock;
    private final Map<RequestId, CallTask> calls = new ConcurrentHashMap<>();
    private final Map<String, MessageStream> streams = new HashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private long lastStream;
    private @Nullable MessageStream standalone;
    private String standaloneName = "";
    private volatile Instant lastUsed;
    private volatile boolean established;

    McpSession(
            String id, String callerKey, ClientSession client, EventStore events, Clock clock, Duration answerTimeout) {
        this.id = id;
        this.callerKey = callerKey;
        this.client = client;
        this.events = events;
        this.clock = clock;
        this.questions = new OpenQuestions(answerTimeout);
        this.lastUsed = clock.instant();
    }

    String id() {
        return id;
    }

    String callerKey() {
        return callerKey;
    }

    ClientSession client() {
        return client;
    }

    CallTask.Conversation conversation() {
        return new CallTask.Conversation(client, questions);
    }

    OpenQuestions questions() {
        return questions;
    }

    /** Notes that the client is there. */
    void touch() {
        established = true;
        lastUsed = clock.instant();
    }

    boolean isExpired(Duration idle, Duration handshake) {
        Instant limit = lastUsed.plus(established ? idle : handshake);
        return calls.isEmpty() && !isListening() && clock.instant().isAfter(limit);
    }

    private synchronized boolean isListening() {
        return standalone != null && standalone.isAttached();
    }

    /** A stream for the answer to a POST. */
    synchronized NamedStream openStream() {
        String name = Long.toString(++lastStream, Character.MAX_RADIX);
        MessageStream stream = MessageStream.resumable(new StreamKey(id, name), events, client.version());
        streams.put(name, stream);
        return new NamedStream(name, stream);
    }

    record NamedStream(String name, MessageStream stream) {}

    /** Marks a stream as over; it can be resumed until so many later ones are. */
    synchronized void ended(String name) {
        ended.add(name);
        while (ended.size() > MAX_ENDED_STREAMS) forget(ended.remove());
    }

    private void forget(String name) {
        streams.remove(name);
        events.drop(new StreamKey(id, name));
    }

    /** The stream for what belongs to no request; the newest GET gets it. */
    synchronized MessageStream openStandalone() {
        NamedStream opened = openStream();
        MessageStream before = standalone;
        if (before != null) {
            before.end();
            ended(standaloneName);
        }
        standalone = opened.stream();
        standaloneName = opened.name();
        return opened.stream();
    }

    /** What belongs to no request goes to this stream. */
    synchronized void listenOn(MessageStream stream) {
        standalone = stream;
    }

    synchronized Optional<MessageStream> stream(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    /** Tells the client of a change, if it listens and wants to know. */
    void tell(Change change) {
        MessageStream stream;
        synchronized (this) {
            stream = standalone;
        }
        if (stream != null && client.wants(change)) stream.send(change.toNotification());
    }

    /** Registers a call; false if one with this id is running. */
    boolean begin(RequestId request, CallTask task) {
        return calls.putIfAbsent(request, task) == null;
    }

    void done(RequestId request) {
        calls.remove(request);
    }

    void cancel(RequestId request) {
        CallTask task = calls.get(request);
        if (task != null) task.cancel();
    }

    void heartbeat() {
        MessageStream stream;
        synchronized (this) {
            stream = standalone;
        }
        if (stream != null) stream.heartbeat();
    }

    synchronized void endListening() {
        if (standalone != null) standalone.end();
    }

    /** Ends everything. */
    void close() {
        calls.values().forEach(CallTask::cancel);
        questions.abandon();
        synchronized (this) {
            if (standalone != null) standalone.end();
            streams.keySet().forEach(name -> events.drop(new StreamKey(id, name)));
            streams.clear();
        }
    }
}
