package dev.mcpoauth.server.resource;

import java.util.Map;

/** Whether a request may reach a protected resource. */
public sealed interface Access {

    /**
     * It may, on behalf of this caller.
     *
     * @param scheme how the token was presented: {@code Bearer} or {@code DPoP}
     * @param headers what the answer carries beside its own headers; mostly nothing
     */
    record Granted(AuthenticatedCaller caller, String scheme, Map<String, String> headers) implements Access {
        /** Copies the headers. */
        public Granted {
            headers = Map.copyOf(headers);
        }

        /** To whoever has the token. */
        public Granted(AuthenticatedCaller caller) {
            this(caller, TokenScheme.BEARER.wireName(), Map.of());
        }
    }

    /** It may not, and this is the answer. */
    record Refused(AccessRefusal refusal) implements Access {}
}
