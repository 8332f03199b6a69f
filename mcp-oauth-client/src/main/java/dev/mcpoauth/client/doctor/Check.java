package dev.mcpoauth.client.doctor;

import java.util.Optional;

/**
 * A rule and how it is applied.
 *
 * @param rule the rule
 * @param gate what has to be known before it can be applied
 * @param examination how it is applied
 */
record Check(Rule rule, Gate gate, Examination examination) {

    /** Says why a rule cannot be applied. */
    @FunctionalInterface
    interface Gate {
        /** Empty if it can. */
        Optional<String> obstacle(Facts facts) throws InterruptedException;
    }

    /** Applies a rule. */
    @FunctionalInterface
    interface Examination {
        Outcome examine(Facts facts) throws InterruptedException;
    }

    Finding run(Facts facts) throws InterruptedException {
        Optional<String> obstacle = gate.obstacle(facts);
        Outcome outcome = obstacle.isPresent() ? Outcome.skipped(obstacle.get()) : examination.examine(facts);
        return new Finding(rule, outcome.mark(), facts.secrets().takenOutOf(outcome.detail()));
    }
}
