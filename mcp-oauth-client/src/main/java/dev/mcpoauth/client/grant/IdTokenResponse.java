package dev.mcpoauth.client.grant;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.time.Instant;
import java.util.Base64;

/** A token response whose ID token takes the place of the access token, until the moment that it names as its end. */
final class IdTokenResponse {

    private IdTokenResponse() {}

    /**
     * The response with the other token. The ID token is not verified: whoever gets it does that, and it came over TLS
     * from the token endpoint (OpenID Connect Core §3.1.3.7, 6).
     *
     * @throws IllegalArgumentException if there is none, or it does not say when it ends
     */
    static TokenResponse of(TokenResponse response, Instant now) {
        String token = response.json()
                .string("id_token")
                .orElseThrow(() -> new IllegalArgumentException("it has no id_token"));
        long left =
                claims(token).integer("exp").orElseThrow(() -> new IllegalArgumentException("the id_token has no exp"))
                        - now.getEpochSecond();
        JsonObject changed = response.json().toBuilder()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", Math.max(0, left))
                .build();
        return TokenResponse.parse(changed.toJson());
    }

    private static JsonObject claims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return JsonObject.parse(Base64.getUrlDecoder().decode(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the id_token is no JWT", e);
        }
        throw new IllegalArgumentException("the id_token is no JWT");
    }
}
