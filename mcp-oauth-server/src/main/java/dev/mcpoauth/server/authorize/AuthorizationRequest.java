package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeChallenge;
import dev.mcpoauth.server.grant.GrantTerms;

/**
 * A valid authorization request.
 *
 * @param destination where the response goes
 * @param terms what the client asks for
 * @param challenge what its code will be bound to
 * @param prompt how much the person is to be asked
 * @param loginHint the account name to start with, or empty
 */
record AuthorizationRequest(
        Destination destination, GrantTerms terms, CodeChallenge challenge, Prompt prompt, String loginHint)
        implements ConsentRequest {

    @Override
    public String clientId() {
        return destination.clientId();
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        destination.write(json);
        prompt.write(json);
        return json.put("terms", terms.toJson())
                .put("challenge", challenge.write())
                .put("login_hint", loginHint)
                .build();
    }

    static AuthorizationRequest read(JsonObject json) {
        return new AuthorizationRequest(
                Destination.read(json),
                GrantTerms.of(json.object("terms").orElseThrow()),
                CodeChallenge.parse(json.string("challenge").orElseThrow()),
                Prompt.read(json),
                json.string("login_hint").orElse(""));
    }
}
