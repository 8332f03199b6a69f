package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.error.Printable;

/**
 * What the doctor found about one rule.
 *
 * @param rule the rule
 * @param mark whether it holds
 * @param detail the evidence: at most 300 characters without control characters, and without secrets
 */
public record Finding(Rule rule, Mark mark, String detail) {

    public Finding {
        detail = Printable.text(detail);
    }

    /** How a rule fared. */
    public enum Mark {
        /** It holds. */
        HOLDS,
        /** It does not hold; a client can sign in all the same, but not every client, or not for long. */
        WARNS,
        /** It does not hold, and a client cannot sign in or not stay signed in. */
        FAILS,
        /** It was not looked at; the detail says why. */
        SKIPPED
    }
}
