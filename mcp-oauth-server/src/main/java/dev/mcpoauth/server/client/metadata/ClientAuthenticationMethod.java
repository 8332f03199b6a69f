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
    PRIVATE_KEY_JWT("private_key_jwt"),
    /** The certificate of its TLS connection, which it registered (RFC 8705 §2.2). */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth");

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

    /** Whether it rests on keys that the client publishes. */
    public boolean usesKeys() {
        return this == PRIVATE_KEY_JWT || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    /** The method of this name, if this server knows it. */
    public static Optional<ClientAuthenticationMethod> ofWireName(String name) {
        return Arrays.stream(values()).filter(m -> m.wireName.equals(name)).findFirst();
    }
}
