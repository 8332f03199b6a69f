package dev.mcpoauth.client.doctor;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import java.util.List;

/** What the server says to whom it lets in. */
final class SpeechChecks {
    private static final Rule ACCEPTED = Rule.of(
            "server.accepts",
            "the server takes the sign-in that is stored here",
            "RFC 6750 §3.1",
            "Sign in again (login). If that does not help, the server refuses what its own authorization server issues: compare"
                    + " issuer, audience and scope on its side.");

    private static final Rule ERA = Rule.of(
            "server.era",
            "the server speaks a revision of MCP that is spoken here",
            "MCP 2026-07-28, versioning",
            "Update the server: it should know 2026-07-28, or initialize of 2025-03-26 or newer.");

    static final List<Check> ALL = List.of(
            new Check(ACCEPTED, Gates::admitted, facts -> accepted(facts.speech())),
            new Check(ERA, Gates::admitted, facts -> era(facts.speech())));

    private SpeechChecks() {}

    static Outcome accepted(Speech speech) {
        if (speech.isHeard()) {
            return Outcome.holds("it answers");
        }
        return speech.status() == 401
                        || speech.status() == 403
                        || speech.problem().contains("[client.")
                ? Outcome.fails(speech.problem())
                : Outcome.skipped(speech.problem());
    }

    static Outcome era(Speech speech) {
        if (!speech.isHeard()) {
            return speech.status() == 401 || speech.status() == 403
                    ? Outcome.skipped("it does not let us in")
                    : Outcome.fails(speech.problem());
        }
        String who = speech.name().isEmpty() ? "" : speech.name() + " ";
        String can = speech.capabilities().isEmpty() ? "no capabilities" : "capabilities: " + speech.capabilities();
        String what = who + "speaks " + eras(speech) + "; " + can;
        return speech.era() == Era.SSE ? Outcome.warns(what) : Outcome.holds(what);
    }

    private static String eras(Speech speech) {
        return switch (speech.era()) {
            case STATELESS ->
                speech.older() ? speech.version() + " and the session era" : speech.version() + " only (stateless)";
            case SESSION -> speech.version() + " at most (sessions)";
            case SSE -> speech.version() + " only (event streams)";
        };
    }
}
