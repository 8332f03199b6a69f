package dev.mcpoauth.client.authentication;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.secret.ClientSecret;
import java.util.Map;

/** Method {@code client_secret_post}: identifier and secret in the form (RFC 6749 §2.3.1). */
public record SecretPost(ClientSecret secret) implements ClientAuthentication {

    @Override
    public String method() {
        return "client_secret_post";
    }

    @Override
    public Presented present(String clientId, Issuer audience) {
        return new Presented(Map.of(), Map.of("client_id", clientId, "client_secret", secret.reveal()));
    }
}
