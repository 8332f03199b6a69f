package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of an access token that a request presented. */
public sealed interface Verification {

    /** The token is good for the resource. */
    record Active(AuthenticatedCaller caller) implements Verification {}

    /**
     * The token is not good: unknown, expired, revoked, or meant for another resource. Which of these is for the operator
     * only; the peer sees {@code invalid_token}.
     *
     * @param facts what helps the operator, and no secret: such as the audience that was found
     */
    record Inactive(Reason reason, Map<String, String> facts) implements Verification {
        /** Copies the facts. */
        public Inactive {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }

        /** Without facts. */
        public Inactive(Reason reason) {
            this(reason, Map.of());
        }

        /** With one more fact. */
        public Inactive with(String name, Object value) {
            Map<String, String> more = new LinkedHashMap<>(facts);
            more.put(name, String.valueOf(value));
            return new Inactive(reason, more);
        }
    }
}
