package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of an access token that a request presented. */
public sealed interface Verification {

    /** The token is good for the resource, whoever has it. */
    record Active(AuthenticatedCaller caller) implements Verification {}

    /**
     * The token is good for the resource, if the request proves that it comes from who has this key (RFC 9449 §7.1). On its
     * own it is worth nothing; who does not ask for the proof refuses it.
     */
    record Bound(AuthenticatedCaller caller, JwkThumbprint key) implements Verification {}

    /** The token is good: for whoever has it, or with the proof of a key. */
    static Verification good(AuthenticatedCaller caller, Optional<JwkThumbprint> key) {
        return key.isPresent() ? new Bound(caller, key.get()) : new Active(caller);
    }

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
