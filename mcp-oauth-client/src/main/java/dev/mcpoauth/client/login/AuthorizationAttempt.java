package dev.mcpoauth.client.login;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.AuthorizationCode;
import java.time.Instant;

/**
 * What is remembered between an authorization request and its response: everything that the response must fit and that
 * the token request repeats. Immutable, one per sign-in, so that two sign-ins at once never mix.
 *
 * @param state the key: the hash of the {@code state} parameter
 * @param verifier the PKCE verifier
 * @param issuer the issuer of the validated metadata
 * @param issuerExpected whether the server advertises that it sends {@code iss} (RFC 9207 §3)
 * @param clientId the client identifier
 * @param redirectUri the redirect URI
 * @param resource the resource
 * @param scope the scope that was asked for
 * @param begun when the attempt began
 */
public record AuthorizationAttempt(
        StateHash state,
        CodeVerifier verifier,
        Issuer issuer,
        boolean issuerExpected,
        String clientId,
        RedirectUri redirectUri,
        ResourceIndicator resource,
        Scope scope,
        Instant begun) {

    /** The parameters that redeem the code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
    Parameters.Builder redemption(AuthorizationCode code) {
        return Parameters.builder()
                .add("grant_type", "authorization_code")
                .add("code", code.reveal())
                .add("redirect_uri", redirectUri.value())
                .add("code_verifier", verifier.reveal());
    }

    /** Without the verifier, which is a secret. */
    @Override
    public String toString() {
        return "AuthorizationAttempt[" + issuer + ", " + clientId + ", " + resource + "]";
    }
}
