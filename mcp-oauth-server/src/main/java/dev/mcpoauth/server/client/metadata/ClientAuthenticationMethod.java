package dev.mcpoauth.server.client.metadata;

import java.util.Arrays;
import java.util.Optional;

/** How a client authenticates at the token endpoint (RFC 7591 §2, {@code token_endpoint_auth_method}). */
public enum ClientAuthenticationMethod {
    /** Not at all: a public client, which PKCE and its redirect URI protect. */
    NONE("none"),
    /** Its secret in the Authorization header (RFC 6749 §2.3.1). */
    CLIENT_SECRET_BASIC("client_secret_basic"),
    /** Its secret in the form. */
    CLIENT_SECRET_POST("client_secret_post"),
    /** An assertion signed with its private key (RFC 7523 §2.2, OpenID Connect Core §9). */
    PRIVATE_KEY_JWT("private_key_jwt");

    private final String wireName;

    ClientAuthenticationMethod(String wireName) {
        this.wireName = wireName;
    }

    /** The registered spelling. */
    public String wireName() {
        return wireName;
    }

    /** Whether it rests on a secret that both sides hold. */
    public boolean usesSecret() {
        return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }

    /** The method of this name, if this server offers it. */
    public static Optional<ClientAuthenticationMethod> ofWireName(String name) {
        return Arrays.stream(values()).filter(m -> m.wireName.equals(name)).findFirst();
    }
}
