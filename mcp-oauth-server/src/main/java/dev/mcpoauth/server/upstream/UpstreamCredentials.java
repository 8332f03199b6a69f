package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.key.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** How this server says at a provider which client it is (RFC 6749 §2.3, OpenID Connect Core §9). */
sealed interface UpstreamCredentials {
    /** The {@code Authorization} header; empty if there is none. */
    default String header(String clientId) {
        return "";
    }

    /** Adds what the form needs. */
    void write(Parameters.Builder form, String clientId, String audience, Instant now);

    /** Nothing but the name: PKCE is what is left. */
    record None() implements UpstreamCredentials {
        @Override
        public void write(Parameters.Builder form, String clientId, String audience, Instant now) {
            form.add("client_id", clientId);
        }
    }

    /** A secret in the header, as each server has to take it. */
    record Basic(ClientSecret secret) implements UpstreamCredentials {
        @Override
        public String header(String clientId) {
            String pair = encoded(clientId) + ":" + encoded(secret.reveal());
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        @Override
        public void write(Parameters.Builder form, String clientId, String audience, Instant now) {}
    }

    /** A secret in the form, for servers that take it there only. */
    record Post(ClientSecret secret) implements UpstreamCredentials {
        @Override
        public void write(Parameters.Builder form, String clientId, String audience, Instant now) {
            form.add("client_id", clientId).add("client_secret", secret.reveal());
        }
    }

    /** A signature, {@code private_key_jwt}. */
    record PrivateKey(SigningKey key) implements UpstreamCredentials {
        private static final long LIFE_SECONDS = 60;

        @Override
        public void write(Parameters.Builder form, String clientId, String audience, Instant now) {
            JsonObject claims = JsonObject.builder()
                    .put("iss", clientId)
                    .put("sub", clientId)
                    .put("aud", audience)
                    .put("jti", UUID.randomUUID().toString())
                    .put("iat", now.getEpochSecond())
                    .put("exp", now.getEpochSecond() + LIFE_SECONDS)
                    .build();
            form.add("client_id", clientId)
                    .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .add("client_assertion", key.sign("JWT", claims));
        }
    }
}
