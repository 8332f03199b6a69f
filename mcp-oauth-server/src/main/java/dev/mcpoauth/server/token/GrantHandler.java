package dev.mcpoauth.server.token;

/** One grant of the token endpoint. Thread-safe. */
interface GrantHandler {

    /** The value of {@code grant_type}. */
    String grantType();

    /**
     * Issues tokens.
     *
     * @return the response body, to be sent as it is
     * @throws dev.mcpoauth.core.OAuthException to refuse
     */
    byte[] issue(TokenRequest request);
}
