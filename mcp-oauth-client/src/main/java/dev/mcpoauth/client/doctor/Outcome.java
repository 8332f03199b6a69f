package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Finding.Mark;

/** What a rule says about the facts, before secrets are taken out. */
record Outcome(Mark mark, String detail) {

    static Outcome holds(String detail) {
        return new Outcome(Mark.HOLDS, detail);
    }

    static Outcome warns(String detail) {
        return new Outcome(Mark.WARNS, detail);
    }

    static Outcome fails(String detail) {
        return new Outcome(Mark.FAILS, detail);
    }

    static Outcome skipped(String why) {
        return new Outcome(Mark.SKIPPED, why);
    }
}
