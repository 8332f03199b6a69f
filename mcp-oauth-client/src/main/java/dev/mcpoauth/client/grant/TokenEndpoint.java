package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientAuthentication.Presented;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Speaks to token endpoints (RFC 6749 §3.2). A request is sent once, and a second time only where the server asks for a
 * DPoP nonce (RFC 9449 §8). Thread-safe.
 */
public final class TokenEndpoint {
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpExchange http;

    public TokenEndpoint(HttpExchange http) {
        this.http = http;
    }

    /**
     * Requests tokens.
     *
     * @throws TokenRequestFailed if the server refuses, or answers what is no token response
     * @throws IOException if the server cannot be reached or says that it is its own fault (429, 5xx)
     */
    public TokenResponse request(TokenRequest request, FlowTrace trace) throws IOException, InterruptedException {
        HttpReply reply = send(request, trace);
        if (asksForNonce(request, reply)) {
            reply = send(request, trace);
        }
        if (reply.isSuccess() && !isRefusal(reply)) {
            return tokens(reply, trace);
        }
        if (reply.status() >= 500 || reply.status() == TOO_MANY_REQUESTS) {
            throw new IOException("the token endpoint answered " + reply.status());
        }
        throw refused(reply, trace);
    }

    private HttpReply send(TokenRequest request, FlowTrace trace) throws IOException, InterruptedException {
        Presented credentials = request.client().present();
        Parameters.Builder form = Parameters.builder();
        for (String name : request.parameters().names()) {
            form.addAll(name, request.parameters().values(name));
        }
        credentials.parameters().forEach(form::add);
        Map<String, String> headers = new HashMap<>(credentials.headers());
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        request.proofs().ifPresent(proofs -> headers.put("DPoP", proofs.forToken("POST", request.endpoint())));
        HttpReply reply = http.send(
                new HttpCall("POST", request.endpoint(), headers, form.build().encode()));
        trace.step(
                "token request " + request.parameters().value("grant_type").orElse(""),
                request.endpoint(),
                "answered " + reply.status());
        request.proofs()
                .ifPresent(proofs ->
                        reply.header("dpop-nonce").ifPresent(nonce -> proofs.learn(request.endpoint(), nonce)));
        return reply;
    }

    private static boolean asksForNonce(TokenRequest request, HttpReply reply) {
        return request.proofs().isPresent()
                && reply.status() == 400
                && reply.header("dpop-nonce").isPresent()
                && json(reply).flatMap(body -> body.string("error")).equals(Optional.of("use_dpop_nonce"));
    }

    /** GitHub answers errors with status 200. */
    private static boolean isRefusal(HttpReply reply) {
        return json(reply)
                .filter(body -> body.string("error").isPresent() && !body.has("access_token"))
                .isPresent();
    }

    private static TokenResponse tokens(HttpReply reply, FlowTrace trace) throws TokenRequestFailed {
        try {
            return TokenResponse.parse(reply.body());
        } catch (IllegalArgumentException e) {
            throw failed(
                    trace,
                    ClientReasons.TOKEN_RESPONSE_INVALID,
                    "the token response is invalid: " + e.getMessage(),
                    "");
        }
    }

    private static TokenRequestFailed refused(HttpReply reply, FlowTrace trace) {
        Optional<JsonObject> body = json(reply);
        String error =
                body.flatMap(json -> json.string("error")).map(Printable::text).orElse("");
        String description = body.flatMap(json -> json.string("error_description"))
                .map(text -> ": " + Printable.text(text))
                .orElse("");
        String said = error.isEmpty() ? "" : " " + error + description;
        return failed(
                trace, ClientReasons.TOKEN_REFUSED, "the token endpoint answered " + reply.status() + said, error);
    }

    private static TokenRequestFailed failed(FlowTrace trace, Reason reason, String message, String error) {
        return trace.refuse((r, text, steps) -> new TokenRequestFailed(r, text, steps, error), reason, message);
    }

    private static Optional<JsonObject> json(HttpReply reply) {
        try {
            return Optional.of(JsonObject.parse(reply.body()));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
