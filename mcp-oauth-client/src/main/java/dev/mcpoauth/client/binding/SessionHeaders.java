package dev.mcpoauth.client.binding;

import dev.mcpoauth.client.ResourceSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The header fields of a session for libraries that take nothing but a supplier of them, such as the MCP client of
 * langchain4j. Signs in when there is no token yet, so call it once before a library whose time limits a user would not
 * keep. Thread-safe.
 *
 * <p>A supplier does not hear what the server answers: a token that is refused before its end, and a 403 that asks for more
 * scope, are the library's to report. Where there is a choice, take {@link OAuthHttpClient}.
 */
public final class SessionHeaders implements Supplier<Map<String, String>> {
    private final ResourceSession session;

    public SessionHeaders(ResourceSession session) {
        this.session = session;
    }

    /**
     * The header fields for a POST to the session's server.
     *
     * @throws UncheckedIOException if there is no token to be had; the cause says why
     */
    @Override
    public Map<String, String> get() {
        Optional<Map<String, String>> atHand = session.headersAtHand("POST", session.server());
        try {
            return atHand.isPresent() ? atHand.get() : obtained();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a token");
            interrupted.initCause(e);
            throw new UncheckedIOException(interrupted);
        }
    }

    private Map<String, String> obtained() throws IOException, InterruptedException {
        Map<String, String> headers = session.headers("POST", session.server());
        if (headers.isEmpty()) {
            session.signIn();
            headers = session.headers("POST", session.server());
        }
        return headers;
    }
}
