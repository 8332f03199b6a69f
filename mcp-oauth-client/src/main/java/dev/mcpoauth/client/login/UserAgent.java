package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.RedirectUri;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A way to send a user to the authorization server and to receive what it answers. Thread-safe. */
@FunctionalInterface
public interface UserAgent {

    /**
     * Makes ready to receive an answer, before anything is sent.
     *
     * @param registered the redirect URIs of an earlier registration, empty for none. One of them is used if it can be;
     *     where it cannot, another is, and the caller sees that from {@link Visit#redirectUri}.
     */
    Visit prepare(List<RedirectUri> registered) throws IOException;

    /** One sign-in. Used once, by one thread, and closed when its outcome has been dealt with. */
    interface Visit extends AutoCloseable {

        /** The redirect URI of the authorization request. */
        RedirectUri redirectUri();

        /** The redirect URIs to register: the one above and its equivalents. */
        List<RedirectUri> registrable();

        /**
         * Sends the user and waits.
         *
         * @param check judges the query of each answer that arrives, whoever it is from; called until it says that the
         *     sign-in has ended
         * @param patience how long the user may take
         * @return how the sign-in ended; empty if it did not in time
         */
        Optional<Callback.Ended> send(
                URI authorizationUrl, Function<String, Callback> check, Duration patience, FlowTrace trace)
                throws IOException, InterruptedException;

        @Override
        void close();
    }
}
