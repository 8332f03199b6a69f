package dev.mcpoauth.client.doctor;

import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.challenge.WwwAuthenticate;
import java.util.List;
import java.util.Optional;

/** What a 401 says about the sign-in. */
final class ChallengeChecks {
    private static final Rule PRESENT = Rule.of(
            "challenge.present",
            "the 401 has a challenge of the scheme Bearer or DPoP",
            "RFC 6750 §3",
            "Send WWW-Authenticate: Bearer resource_metadata=\"…\" with each 401. Look for a proxy that drops it.");

    private static final Rule METADATA = Rule.of(
            "challenge.metadata",
            "the challenge names the location of the resource's metadata",
            "RFC 9728 §5.1",
            "Add resource_metadata with the absolute URL of the document to the challenge.");

    static final List<Check> ALL = List.of(
            new Check(PRESENT, Gates::refused, facts -> present(WwwAuthenticate.parse(facts.challengeFields()))),
            new Check(METADATA, ChallengeChecks::challenged, ChallengeChecks::metadata));

    private ChallengeChecks() {}

    /** A client finds its way by the well-known locations; not every client tries them. */
    static Outcome present(WwwAuthenticate parsed) {
        Optional<Challenge> challenge = parsed.first("Bearer").or(() -> parsed.first("DPoP"));
        if (challenge.isPresent()) {
            return Outcome.holds(challenge.get().scheme() + " "
                    + String.join(", ", challenge.get().parameters().keySet()));
        }
        if (!parsed.problems().isEmpty()) {
            return Outcome.warns("the challenge cannot be read");
        }
        List<String> schemes =
                parsed.challenges().stream().map(Challenge::scheme).toList();
        return Outcome.warns(schemes.isEmpty() ? "no challenge at all" : "only " + String.join(", ", schemes));
    }

    private static Optional<String> challenged(Facts facts) throws InterruptedException {
        Optional<String> obstacle = Gates.refused(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.challenge().isPresent() ? Optional.empty() : Optional.of("there is no challenge");
    }

    private static Outcome metadata(Facts facts) throws InterruptedException {
        if (!facts.hinted().isEmpty()) {
            return Outcome.holds(Shown.url(facts.hinted().get(0)));
        }
        boolean named = facts.challenge()
                .flatMap(challenge -> challenge.parameter("resource_metadata"))
                .isPresent();
        return Outcome.warns(named ? "resource_metadata is no absolute URL" : "no resource_metadata in the challenge");
    }
}
