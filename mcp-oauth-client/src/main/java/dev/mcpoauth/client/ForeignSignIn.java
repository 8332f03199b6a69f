package dev.mcpoauth.client;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;

/**
 * A sign-in that another program has made on behalf of the same user.
 *
 * @param issuer who issued the tokens, as that program has noted it
 * @param registration the answer to its dynamic registration (RFC 7591 §3.2.1); empty if it was no such client
 * @param tokens its tokens; the lifetime is what is left of it
 * @param requested the scope that it had asked for
 */
public record ForeignSignIn(Issuer issuer, JsonObject registration, TokenResponse tokens, Scope requested) {

    /** What came of taking it over. */
    public enum Outcome {
        /** The tokens are those of the session now. */
        TAKEN,
        /** The session has tokens of its own, which stay. */
        SIGNED_IN_ALREADY,
        /** The server does not name their issuer as its authorization server now. Nothing is changed. */
        OTHER_ISSUER,
        /** This program is another client at their issuer, or none is known, so that they could not be refreshed. */
        OTHER_CLIENT
    }

    /** Without the tokens and the client's secret. */
    @Override
    public String toString() {
        return "ForeignSignIn[" + issuer + "]";
    }
}
