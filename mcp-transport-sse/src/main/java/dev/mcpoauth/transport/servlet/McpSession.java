package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.CallTask;
import dev.mcpoauth.transport.internal.serving.OpenQuestions;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.shared.SharedStateException;
import dev.mcpoauth.transport.shared.StoredSession;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of one caller: its streams, its running calls and what waits for the client. Thread-safe. */
final class McpSession {

    private static final Logger LOGGER = LoggerFactory.getLogger(McpSession.class);

    /** Streams that can still be resumed after they ended; a client resumes the latest, if any. */
    private static final int MAX_ENDED_STREAMS = 16;

    /** A session that is used is announced to the store so many times before it would end. */
    private static final int ANNOUNCEMENTS = 3;

    private final String key;
    private final String callerKey;
    private final ClientSession client;
    private final Optional<SharedCopy> shared;
    private final Node node;
    private final McpServletSettings settings;
    private final OpenQuestions questions;
    private final Map<RequestId, CallTask> calls = new ConcurrentHashMap<>();
    private final Map<String, MessageStream> streams = new HashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private long lastStream;
    private @Nullable MessageStream standalone;
    private String standaloneName = "";
    private boolean telling;
    private volatile Instant lastUsed;
    private volatile Instant lastProlonged;
    private volatile boolean established;

    /** A session that only this node has. */
    McpSession(String key, String callerKey, ClientSession client, Node node, McpServletSettings settings) {
        this(key, callerKey, client, Optional.empty(), node, settings);
    }

    /** A session that other nodes have as well. */
    McpSession(String key, String callerKey, SharedCopy shared, Node node, McpServletSettings settings) {
        this(key, callerKey, shared.client(), Optional.of(shared), node, settings);
        // A node that met this session before gave its streams numbers that must not come again.
        lastStream = settings.clock.millis();
    }

    private McpSession(
            String key,
            String callerKey,
            ClientSession client,
            Optional<SharedCopy> shared,
            Node node,
            McpServletSettings settings) {
        this.key = key;
        this.callerKey = callerKey;
        this.client = client;
        this.shared = shared;
        this.node = node;
        this.settings = settings;
        this.questions = new OpenQuestions(settings.answerTimeout, node.firstQuestion());
        this.lastUsed = settings.clock.instant();
        this.lastProlonged = lastUsed;
    }

    /** Names the session; no id that a client could send. */
    String key() {
        return key;
    }

    String callerKey() {
        return callerKey;
    }

    ClientSession client() {
        return client;
    }

    /** Whether other nodes know the session. */
    boolean isShared() {
        return shared.isPresent();
    }

    /** Takes over what another node made of the session. */
    void adopt(StoredSession stored) {
        shared.ifPresent(copy -> copy.adopt(stored));
    }

    CallTask.Conversation conversation() {
        return new CallTask.Conversation(client, questions);
    }

    /**
     * Takes the client's answer to a question of this node or another.
     *
     * @return false if nobody asked
     */
    boolean answer(RequestId question, JsonRpcMessage answer) {
        boolean ours = node.asked(question.value().asLong().orElse(0L));
        if (ours || shared.isEmpty()) return questions.answer(question, answer);
        node.peers().orElseThrow().answered(key, answer);
        return true;
    }

    /** Takes an answer that another node was given. */
    void answerHere(RequestId question, JsonRpcMessage answer) {
        questions.answer(question, answer);
    }

    /** Notes that the client is there. */
    void touch() {
        established = true;
        lastUsed = settings.clock.instant();
        lastProlonged = lastUsed;
    }

    /** Notes that the client is there, through another node. */
    void touchedElsewhere() {
        lastUsed = settings.clock.instant();
    }

    boolean isExpired() {
        Instant limit = lastUsed.plus(established ? settings.sessionIdle : settings.sessionHandshake);
        return !isBusy() && settings.clock.instant().isAfter(limit);
    }

    private boolean isBusy() {
        return !calls.isEmpty() || isListening();
    }

    /** Whether the store has to hear that the session is still used; it is expected to be told when this is true. */
    boolean isToBeProlonged() {
        Instant now = settings.clock.instant();
        if (!isBusy() || now.isBefore(lastProlonged.plus(settings.sessionIdle.dividedBy(ANNOUNCEMENTS)))) return false;
        lastProlonged = now;
        return true;
    }

    private synchronized boolean isListening() {
        return standalone != null && standalone.isAttached();
    }

    /** A stream for the answer to a POST. */
    synchronized NamedStream openStream() {
        return openStream(node.streamName(++lastStream));
    }

    private NamedStream openStream(String name) {
        MessageStream stream = MessageStream.resumable(new StreamKey(key, name), node.events(), client.version());
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
        MessageStream stream = streams.remove(name);
        if (stream != null && stream.wasKept()) drop(name);
    }

    private void drop(String name) {
        try {
            node.events().drop(new StreamKey(key, name));
        } catch (SharedStateException e) {
            LOGGER.debug("a stream stays until its time is over", e);
        }
    }

    /**
     * The stream for what belongs to no request; the newest GET gets it. Where nodes share sessions it begins when {@link
     * #listensOn} says so.
     */
    MessageStream openStandalone() {
        StreamKey opened = replaceStandalone();
        MessageStream stream = stream(opened.stream()).orElseThrow();
        if (shared.isPresent()) node.peers().orElseThrow().listening(opened);
        return stream;
    }

    private synchronized StreamKey replaceStandalone() {
        NamedStream opened = openStream(node.standaloneName(++lastStream));
        endStandalone();
        standalone = opened.stream();
        standaloneName = opened.name();
        telling = shared.isEmpty();
        return new StreamKey(key, standaloneName);
    }

    private void endStandalone() {
        MessageStream before = standalone;
        if (before == null) return;
        before.end();
        ended(standaloneName);
        standalone = null;
    }

    /** All nodes agree that changes are told on this stream from now on. */
    synchronized void listensOn(String name) {
        boolean ours = name.equals(standaloneName);
        // Before all have heard of ours, another one can only be an older one.
        if (telling && !ours) endStandalone();
        telling = ours;
    }

    /** What belongs to no request goes to this stream. */
    synchronized void listenOn(MessageStream stream) {
        standalone = stream;
        telling = true;
    }

    synchronized Optional<MessageStream> stream(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    /** Another node carries a stream of this one to the client from now on. */
    void followed(StreamKey stream, Peers peers) {
        touchedElsewhere();
        stream(stream.stream()).ifPresent(followed -> followed.followedBy(at -> peers.news(stream, at)));
    }

    /** Tells the client of a change, if it listens and wants to know. */
    void tell(Change change) {
        MessageStream stream;
        synchronized (this) {
            stream = telling ? standalone : null;
        }
        if (stream != null && client.wants(change)) stream.send(change.toNotification());
    }

    /** Whether a call with this id is running here. */
    boolean isRunning(RequestId request) {
        return calls.containsKey(request);
    }

    /** Registers a call; false if one with this id is running. */
    boolean begin(RequestId request, CallTask task) {
        return calls.putIfAbsent(request, task) == null;
    }

    void done(RequestId request) {
        calls.remove(request);
    }

    /** Cancels a call, on whichever node it runs. */
    void cancel(RequestId request) {
        if (!cancelHere(request) && shared.isPresent())
            node.peers().orElseThrow().cancelled(key, request);
    }

    /** Cancels a call of this node; false if there is none. */
    boolean cancelHere(RequestId request) {
        CallTask task = calls.get(request);
        if (task != null) task.cancel();
        return task != null;
    }

    void heartbeat() {
        MessageStream stream;
        synchronized (this) {
            stream = standalone;
        }
        if (stream != null) stream.heartbeat();
    }

    synchronized void endListening() {
        if (standalone == null) return;
        if (shared.isPresent()) standalone.abandon();
        else standalone.end();
    }

    /** Ends everything, as the session is over. */
    void close() {
        calls.values().forEach(CallTask::cancel);
        questions.abandon();
        synchronized (this) {
            if (standalone != null) standalone.end();
            List.copyOf(streams.keySet()).forEach(this::forget);
        }
    }

    /** Ends what this node does for the session, which goes on elsewhere. */
    void leave() {
        calls.values().forEach(CallTask::cancel);
        questions.abandon();
        endListening();
    }
}
