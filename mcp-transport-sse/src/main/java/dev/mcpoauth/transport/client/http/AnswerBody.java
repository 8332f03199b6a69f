package dev.mcpoauth.transport.client.http;

import java.time.Duration;
import java.util.Optional;

/** What came as the body of an answer. */
sealed interface AnswerBody {

    /** A body that is no event stream. */
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    record Whole(byte[] bytes) implements AnswerBody {}

    /**
     * An event stream, whose events went to the {@link EventSink} as they came.
     *
     * @param lastEventId where to resume; empty if the stream cannot be resumed
     * @param retry the reconnection time that the server asked for
     */
    record Events(String lastEventId, Optional<Duration> retry) implements AnswerBody {

        /** A reconnection time stays in force on the streams that continue this one. */
        Events orAs(Events before) {
            return new Events(lastEventId, retry.or(before::retry));
        }
    }
}
