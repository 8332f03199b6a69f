package dev.mcpoauth.server.client.metadata;

/** The grant types that clients register, by their names on the wire (RFC 7591 §2). */
public final class GrantTypes {
    /** RFC 6749 §4.1. */
    public static final String AUTHORIZATION_CODE = "authorization_code";
    /** RFC 6749 §6. */
    public static final String REFRESH_TOKEN = "refresh_token";
    /** RFC 6749 §4.4. */
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    /** RFC 8628 §3.4. */
    public static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    /** RFC 8693 §2.1; only for clients that an operator registered. */
    public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    /** RFC 7523 §2.1; only for clients that an operator registered. */
    public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private GrantTypes() {}
}
