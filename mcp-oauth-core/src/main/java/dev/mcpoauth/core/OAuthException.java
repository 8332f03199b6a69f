package dev.mcpoauth.core;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal that the peer must see. Thrown where the rule is, caught once at the edge.
 *
 * <p>{@link #description} is safe for the peer; {@link #reason} and {@link #facts} are for the operator and never leave
 * the process in a response. Carries no stack trace, because it is an answer and not a defect.
 */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OAuthError error;
    private final transient Reason reason;
    private final String description;
    private final transient Map<String, String> facts = new LinkedHashMap<>();

    OAuthException(OAuthError error, Reason reason, String description) {
        super(error.code() + " (" + reason + ")", null, false, false);
        this.error = error;
        this.reason = reason;
        this.description = description;
    }

    /** Adds a redacted fact for the operator: never a secret, rather its fingerprint. */
    public OAuthException with(String name, Object value) {
        facts.put(name, String.valueOf(value));
        return this;
    }

    /** The error that the peer sees. */
    public OAuthError error() {
        return error;
    }

    /** The stable reason id for the operator. */
    public Reason reason() {
        return reason;
    }

    /** The text that the peer may read: short, stable, without data of the request. */
    public String description() {
        return description;
    }

    /** Redacted facts for the operator. */
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }
}
