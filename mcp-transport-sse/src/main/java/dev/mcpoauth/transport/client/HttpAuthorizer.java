package dev.mcpoauth.transport.client;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a client transport asks about authorization: which headers to add before a request is sent, and what to do
 * after the server answered 401 or 403. The transport itself knows no OAuth.
 *
 * <p>Implementations are thread-safe. Neither method is called while a lock of the transport is held, and no request is
 * in flight on behalf of the call that waits for the answer, so an implementation may take as long as a sign-in takes.
 */
public interface HttpAuthorizer {

    /** Adds nothing and accepts every refusal as final. */
    HttpAuthorizer NONE = new HttpAuthorizer() {
        @Override
        public Map<String, String> headers(Target target) {
            return Map.of();
        }

        @Override
        public Verdict rejected(Target target, Rejection rejection) {
            return Verdict.GIVE_UP;
        }
    };

    /**
     * The headers to send with a request, usually {@code Authorization}.
     *
     * @throws IOException if no credentials can be had for a reason that the caller cannot mend by itself
     */
    Map<String, String> headers(Target target) throws IOException, InterruptedException;

    /**
     * Decides what to do after a 401 or 403. Called at most a few times for one message, so that no refusal can loop.
     *
     * @throws IOException if the sign-in that the refusal asks for failed
     */
    Verdict rejected(Target target, Rejection rejection) throws IOException, InterruptedException;

    /**
     * A request about to be sent.
     *
     * @param httpMethod the HTTP method, upper case
     * @param uri the full target URI
     * @param operation the JSON-RPC method that the request carries and the name it is aimed at, such as
     *     {@code "tools/call query"}; empty for requests without one (a GET stream, a DELETE)
     */
    record Target(String httpMethod, URI uri, String operation) {}

    /**
     * The server's refusal.
     *
     * @param status 401 or 403
     * @param headers the response's headers, names in lower case
     * @param sent the headers that {@link #headers} had supplied for the refused request; lets an implementation see
     *     that another thread has already replaced the refused token
     */
    record Rejection(int status, Map<String, List<String>> headers, Map<String, String> sent) {
        public Rejection {
            headers = Map.copyOf(headers);
            sent = Map.copyOf(sent);
        }

        /** Names the status only: headers may carry secrets. */
        @Override
        public String toString() {
            return "Rejection[status=" + status + "]";
        }
    }

    /** What the transport does next. */
    enum Verdict {
        /** Ask for {@link #headers} again and send the same message once more. */
        RETRY,
        /** Report the refusal to the caller. */
        GIVE_UP
    }
}
