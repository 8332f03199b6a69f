package dev.mcpoauth.server.client;

import java.util.Arrays;
import java.util.Optional;

/** How a client authenticates at the token endpoint (RFC 7591 §2, {@code token_endpoint_auth_method}). */
public enum ClientAuthenticationMethod {
    /** Not at all: a public client, which PKCE and its redirect URI protect. */
    NONE("none"),
    /** Its secret in the Authorization header (RFC 6749 §2.3.1). */
    CLIENT_SECRET_BASIC("client_secret_basic"),
    /** Its secret in the form. */
    CLIENT_SECRET_POST("client_secret_post");

    private final String wireName;

    ClientAuthenticationMethod(String wireName) {
        this.wireName = wireName;
    }

    /** The registered spelling. */
    public String wireName() {
        return wireName;
    }

    /** The method of this name, if this server offers it. */
    public static Optional<ClientAuthenticationMethod> ofWireName(String name) {
        return Arrays.stream(values()).filter(m -> m.wireName.equals(name)).findFirst();
    }
}
