package dev.mcpoauth.core.diagnostics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One decision, as the operator sees it. Immutable.
 *
 * <p>Facts never hold a secret: whoever adds a fact about one adds its {@link Fingerprint}. Values come partly from
 * peers, so control characters are replaced and the length is bounded, which keeps log lines and pages whole.
 */
public final class DiagnosticEvent {
    private static final int LONGEST_FACT = 500;
    private static final int MOST_FACTS = 32;

    private final Instant at;
    private final CorrelationId correlationId;
    private final Decision decision;
    private final Reason reason;
    private final Map<String, String> facts;
    private final @Nullable Throwable cause;

    private DiagnosticEvent(Builder builder) {
        this.at = builder.at;
        this.correlationId = builder.correlationId;
        this.decision = builder.decision;
        this.reason = builder.reason;
        this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.facts));
        this.cause = builder.cause;
    }

    /** Starts an event with what every event has. */
    public static Builder at(Instant at, CorrelationId correlationId, Decision decision, Reason reason) {
        return new Builder(at, correlationId, decision, reason);
    }

    /** When the decision fell. */
    public Instant at() {
        return at;
    }

    /** The request or flow that the decision belongs to. */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /** What was decided. */
    public Decision decision() {
        return decision;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Redacted facts in the order in which they were added, names such as {@code client_id}. */
    public Map<String, String> facts() {
        return facts;
    }

    /** What broke, where the decision is {@link Decision#FAILED}. */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    public String toString() {
        return decision + " " + reason + " [" + correlationId + "] " + facts;
    }

    /** Collects facts. Not thread-safe. */
    public static final class Builder {
        private final Instant at;
        private final CorrelationId correlationId;
        private final Decision decision;
        private final Reason reason;
        private final Map<String, String> facts = new LinkedHashMap<>();
        private @Nullable Throwable cause;

        private Builder(Instant at, CorrelationId correlationId, Decision decision, Reason reason) {
            this.at = at;
            this.correlationId = correlationId;
            this.decision = decision;
            this.reason = reason;
        }

        /** Adds a fact that is no secret; at most 32 are kept, each cut at 500 characters. */
        public Builder fact(String name, Object value) {
            if (facts.size() < MOST_FACTS) {
                facts.put(name, printable(String.valueOf(value)));
            }
            return this;
        }

        /** Adds several facts. */
        public Builder facts(Map<String, ?> more) {
            more.forEach(this::fact);
            return this;
        }

        /** Keeps what broke. */
        public Builder cause(Throwable broken) {
            this.cause = broken;
            return this;
        }

        /** The finished event. */
        public DiagnosticEvent build() {
            return new DiagnosticEvent(this);
        }

        private static String printable(String value) {
            String cut = value.length() <= LONGEST_FACT ? value : value.substring(0, LONGEST_FACT) + "…";
            StringBuilder out = new StringBuilder(cut.length());
            cut.codePoints().forEach(c -> out.appendCodePoint(unprintable(c) ? '\uFFFD' : c));
            return out.toString();
        }

        private static boolean unprintable(int codePoint) {
            int type = Character.getType(codePoint);
            return type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
        }
    }
}
