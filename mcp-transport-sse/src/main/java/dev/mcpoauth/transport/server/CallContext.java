package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

/** The surroundings of one call. Valid until the handler returns. Thread-safe. */
public interface CallContext {

    /** Who calls, as a filter in front of the transport verified; cast it to that filter's type for more. */
    Optional<Principal> caller();

    /** The revision of the call. */
    ProtocolVersion version();

    /** What the client declared that it can do. */
    Json clientCapabilities();

    /** The {@code _meta} object of the request. */
    Json meta();

    /**
     * Reports progress, if the client asked for it; a value that does not grow is not sent. In a task the message becomes
     * the task's status message instead, at most once a second.
     *
     * @param total how much there is to do
     * @param message what is going on
     */
    void progress(double progress, double total, String message);

    /** Reports progress of unknown extent, if the client asked for it. */
    void progress(double progress, String message);

    /** Sends a log message to the client, if it wants this level. Never put a secret into it. */
    void log(LogLevel level, String logger, Json data);

    /** Sends a log message to the client, if it wants this level. Never put a secret into it. */
    default void log(LogLevel level, String message) {
        log(level, "", Json.of(message));
    }

    /**
     * Whether the client gave up. The handler's thread is interrupted as well; nothing that a cancelled handler returns is
     * sent.
     */
    boolean cancelled();

    /** Whether the client can answer this question. */
    default boolean canAsk(Question question) {
        return question.canBeAnsweredWith(clientCapabilities());
    }

    /**
     * Asks the client, all questions at once, and returns when every one is answered.
     *
     * <p>In the session era this blocks until the client answered. In the stateless era a question that has no answer yet
     * ends this run of the handler: the client gets the questions, calls again with the answers, and <em>the handler runs
     * again from its start</em>, where the same {@code ask} now returns. So ask before changing anything, ask the same
     * questions under the same keys each time, and do not catch {@link Error}. In a task this blocks, too, and nothing runs
     * again.
     *
     * @throws InterruptedException if the client cancelled the call meanwhile
     * @throws ToolException if the client failed to answer or answered something else than was asked
     */
    Answers ask(Question... questions) throws InterruptedException;

    /**
     * Lets go of the connection of a call that will take long; the client fetches the result later. In the stateless era the
     * call of a tool that {@linkplain ToolDefinition.Builder#task may be a task} becomes one now, if it is none yet and the
     * client can have tasks; in sessions the client resumes its stream (2025-11-25, Streamable HTTP, "Sending Messages" 6).
     * A hint: nothing happens where the revision, the client or the transport cannot.
     *
     * @param retry when the client should come back
     */
    void releaseConnection(Duration retry);
}
