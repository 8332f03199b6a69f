package dev.mcpoauth.client.error;

import java.time.Instant;

/**
 * One thing that a flow did, such as a discovery URL it tried. Holds no secret: neither query strings nor bodies.
 *
 * @param at when it was done
 * @param action what was done, such as {@code "authorization server metadata"}
 * @param subject what it was done to, usually a URL without its query
 * @param outcome how it went, in a few words
 */
public record Step(Instant at, String action, String subject, String outcome) {

    public Step {
        action = Printable.text(action);
        subject = Printable.text(subject);
        outcome = Printable.text(outcome);
    }

    @Override
    public String toString() {
        return action + " " + subject + ": " + outcome;
    }
}
