package dev.mcpoauth.client.authentication;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.secret.ClientSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Method {@code client_secret_basic}: both parts are form-encoded before they are joined (RFC 6749 §2.3.1). */
public record SecretBasic(ClientSecret secret) implements ClientAuthentication {

    @Override
    public String method() {
        return "client_secret_basic";
    }

    @Override
    public Presented present(String clientId, Issuer audience) {
        String joined = encoded(clientId) + ":" + encoded(secret.reveal());
        String credentials = Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.US_ASCII));
        return new Presented(Map.of("Authorization", "Basic " + credentials), Map.of());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
