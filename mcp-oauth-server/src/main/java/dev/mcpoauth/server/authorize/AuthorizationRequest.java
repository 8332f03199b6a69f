package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeChallenge;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.GrantTerms;
import java.util.Optional;

/**
 * A valid authorization request.
 *
 * @param destination where the response goes
 * @param terms what the client asks for
 * @param challenge what its code will be bound to
 * @param key the key that its code will be bound to beside ({@code dpop_jkt}), if any
 * @param prompt how much the person is to be asked
 * @param loginHint the account name to start with, or empty
 */
record AuthorizationRequest(
        Destination destination,
        GrantTerms terms,
        CodeChallenge challenge,
        Optional<JwkThumbprint> key,
        Prompt prompt,
        String loginHint)
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
                .put("dpop_jkt", key.map(JwkThumbprint::encoded))
                .put("login_hint", loginHint)
                .build();
    }

    static AuthorizationRequest read(JsonObject json) {
        return new AuthorizationRequest(
                Destination.read(json),
                GrantTerms.of(json.object("terms").orElseThrow()),
                CodeChallenge.parse(json.string("challenge").orElseThrow()),
                json.string("dpop_jkt").map(text -> JwkThumbprint.parse(text).orElseThrow()),
                Prompt.read(json),
                json.string("login_hint").orElse(""));
    }
}
