package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.login.Subject;

/**
 * What a provider said in the end.
 *
 * @param identity whom it means
 * @param kept the tokens that the settings want kept, as a grant's properties have them; without members where they want none
 */
public record UpstreamAnswer(UpstreamIdentity identity, JsonObject kept) {

    /** Whether there are tokens, which one grant gets and no other: two would use up one refresh token. */
    public boolean hasTokens() {
        return !kept.names().isEmpty();
    }

    /**
     * The person with the tokens among the properties of the application.
     *
     * @throws IllegalArgumentException if that is more than a person's properties may be
     */
    Subject withTokens(Subject person) {
        return hasTokens() ? person.withProperties(KeptTokens.into(person.properties(), kept)) : person;
    }

    /** Not the tokens. */
    @Override
    public String toString() {
        return "UpstreamAnswer[" + identity + "]";
    }
}
