package dev.mcpoauth.client.authentication;

import dev.mcpoauth.core.Issuer;
import java.util.Map;

/** Method {@code none}: names the client and proves nothing (RFC 6749 §2.1, public client). */
public record PublicClient() implements ClientAuthentication {

    @Override
    public String method() {
        return "none";
    }

    @Override
    public Presented present(String clientId, Issuer audience) {
        return new Presented(Map.of(), Map.of("client_id", clientId));
    }
}
