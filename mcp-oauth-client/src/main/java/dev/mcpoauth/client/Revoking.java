package dev.mcpoauth.client;

import dev.mcpoauth.client.authentication.ClientAuthentication.Presented;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.core.secret.RefreshToken;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Revokes tokens (RFC 7009 §2): the refresh token first, as most servers take the access tokens with it. */
final class Revoking {
    private final Engine engine;

    Revoking(Engine engine) {
        this.engine = engine;
    }

    boolean revoke(StoredTokens tokens, ClientIdentity client, FlowTrace trace) throws InterruptedException {
        Optional<URI> endpoint = tokens.revocationEndpoint();
        if (endpoint.isEmpty()) {
            return false;
        }
        Optional<String> refreshToken = tokens.refreshToken().map(RefreshToken::reveal);
        if (refreshToken.isEmpty()) {
            return post(endpoint.get(), tokens.accessToken().reveal(), "access_token", client, trace)
                    == Outcome.REVOKED;
        }
        Outcome refresh = post(endpoint.get(), refreshToken.get(), "refresh_token", client, trace);
        Outcome access = post(endpoint.get(), tokens.accessToken().reveal(), "access_token", client, trace);
        return refresh == Outcome.REVOKED && access != Outcome.FAILED;
    }

    /** A server that issues self-contained access tokens cannot take them back, and says so (RFC 7009 §2.2.1). */
    private enum Outcome {
        REVOKED,
        NOT_REVOCABLE,
        FAILED
    }

    private Outcome post(URI endpoint, String token, String hint, ClientIdentity client, FlowTrace trace)
            throws InterruptedException {
        Presented credentials = client.present();
        Parameters.Builder form = Parameters.builder().add("token", token).add("token_type_hint", hint);
        credentials.parameters().forEach(form::add);
        Map<String, String> headers = new HashMap<>(credentials.headers());
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        try {
            HttpReply reply = engine.http()
                    .send(new HttpCall("POST", endpoint, headers, form.build().encode()).in(trace));
            trace.step("revocation of " + hint, endpoint, "answered " + reply.status());
            return outcome(reply);
        } catch (IOException e) {
            trace.step("revocation of " + hint, endpoint, String.valueOf(e.getMessage()));
            return Outcome.FAILED;
        }
    }

    private static Outcome outcome(HttpReply reply) {
        if (reply.isSuccess()) {
            return Outcome.REVOKED;
        }
        try {
            boolean cannot =
                    JsonObject.parse(reply.body()).string("error").equals(Optional.of("unsupported_token_type"));
            return cannot ? Outcome.NOT_REVOCABLE : Outcome.FAILED;
        } catch (MalformedJsonException e) {
            return Outcome.FAILED;
        }
    }
}
