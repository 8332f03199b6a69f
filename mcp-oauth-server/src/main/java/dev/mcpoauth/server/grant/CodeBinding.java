package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeChallenge;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import java.util.Optional;

/**
 * What a code is bound to, beyond its client and grant (RFC 6749 §4.1.3, RFC 7636 §4.4).
 *
 * @param redirectUri where the code went, as the authorization request said or implied
 * @param challenge the PKCE challenge
 * @param key the key that has to be proved beside ({@code dpop_jkt}, RFC 9449 §10), if the client said which
 */
public record CodeBinding(RedirectUri redirectUri, CodeChallenge challenge, Optional<JwkThumbprint> key) {

    /** What a store keeps. */
    public OpaqueBytes write() {
        return OpaqueBytes.of(JsonObject.builder()
                .put("redirect_uri", redirectUri.value())
                .put("challenge", challenge.write())
                .put("dpop_jkt", key.map(JwkThumbprint::encoded))
                .build()
                .toBytes());
    }

    /** Reads what {@link #write} wrote. */
    public static CodeBinding read(OpaqueBytes payload) {
        JsonObject json = JsonObject.parse(payload.toByteArray());
        return new CodeBinding(
                new RedirectUri(json.string("redirect_uri").orElseThrow()),
                CodeChallenge.parse(json.string("challenge").orElseThrow()),
                json.string("dpop_jkt").map(text -> JwkThumbprint.parse(text).orElseThrow()));
    }
}
