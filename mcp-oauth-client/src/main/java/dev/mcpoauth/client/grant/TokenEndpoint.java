package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientAuthentication.Presented;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.ErrorAnswer;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.error.OutageException;
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
    private final boolean idTokens;

    public TokenEndpoint(HttpExchange http) {
        this(http, false);
    }

    private TokenEndpoint(HttpExchange http, boolean idTokens) {
        this.http = http;
        this.idTokens = idTokens;
    }

    /** One that takes the ID token for the access token; see {@code OAuthClient.Builder.dangerouslyUseIdTokens}. */
    public static TokenEndpoint usingIdTokens(HttpExchange http) {
        return new TokenEndpoint(http, true);
    }

    /**
     * Requests tokens.
     *
     * @throws TokenRequestFailed if the server refuses, or answers what is no token response
     * @throws OutageException if the server cannot be reached or says that it is its own fault (429, 5xx)
     */
    public TokenResponse request(TokenRequest request, FlowTrace trace) throws IOException, InterruptedException {
        HttpReply reply = ask(described(request), request, trace);
        if (isGranted(reply)) {
            return tokens(reply, trace);
        }
        throw refused("the token endpoint", reply, trace);
    }

    /** As {@link #request}, for tokens that the user has perhaps not allowed yet (RFC 8628 §3.5). */
    public Polled poll(TokenRequest request, FlowTrace trace) throws IOException, InterruptedException {
        HttpReply reply = ask(described(request), request, trace);
        if (isGranted(reply)) {
            return new Polled.Done(tokens(reply, trace));
        }
        return switch (json(reply).flatMap(body -> body.string("error")).orElse("")) {
            case "authorization_pending" -> new Polled.Pending(false);
            case "slow_down" -> new Polled.Pending(true);
            default -> throw refused("the token endpoint", reply, trace);
        };
    }

    /**
     * Posts a form to another endpoint of the authorization server that authenticates clients as its token endpoint does.
     *
     * @param what the endpoint's name in steps and failures
     * @return the members of a successful answer
     * @throws TokenRequestFailed if the server refuses, or answers with no JSON object
     * @throws OutageException if the server cannot be reached or says that it is its own fault
     */
    public JsonObject post(String what, TokenRequest request, FlowTrace trace)
            throws IOException, InterruptedException {
        HttpReply reply = ask(what, request, trace);
        if (!isGranted(reply)) {
            throw refused("the " + what + " endpoint", reply, trace);
        }
        return json(reply)
                .orElseThrow(() -> failed(
                        trace,
                        ClientReasons.TOKEN_RESPONSE_INVALID,
                        "the " + what + " endpoint answered no JSON object",
                        ""));
    }

    private static String described(TokenRequest request) {
        return "token request " + request.parameters().value("grant_type").orElse("");
    }

    private HttpReply ask(String what, TokenRequest request, FlowTrace trace) throws IOException, InterruptedException {
        HttpReply reply = send(what, request, trace);
        if (asksForNonce(request, reply)) {
            reply = send(what, request, trace);
        }
        if (reply.status() >= 500 || reply.status() == TOO_MANY_REQUESTS) {
            throw trace.outage(request.endpoint().getRawAuthority() + " answered " + reply.status() + " to a " + what);
        }
        return reply;
    }

    private HttpReply send(String what, TokenRequest request, FlowTrace trace)
            throws IOException, InterruptedException {
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
        HttpReply reply = answer(
                what,
                new HttpCall("POST", request.endpoint(), headers, form.build().encode()),
                trace);
        request.proofs()
                .ifPresent(proofs ->
                        reply.header("dpop-nonce").ifPresent(nonce -> proofs.learn(request.endpoint(), nonce)));
        return reply;
    }

    private HttpReply answer(String what, HttpCall call, FlowTrace trace) throws IOException, InterruptedException {
        try {
            HttpReply reply = http.send(call.in(trace));
            trace.step(what, call.uri(), "answered " + reply.status());
            return reply;
        } catch (IOException e) {
            trace.step(what, call.uri(), "no answer");
            throw trace.outage(e);
        }
    }

    private static boolean isGranted(HttpReply reply) {
        return reply.isSuccess() && !isRefusal(reply);
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

    private TokenResponse tokens(HttpReply reply, FlowTrace trace) throws TokenRequestFailed {
        try {
            TokenResponse response = TokenResponse.parse(reply.body());
            return idTokens ? IdTokenResponse.of(response, trace.now()) : response;
        } catch (IllegalArgumentException e) {
            throw failed(
                    trace,
                    ClientReasons.TOKEN_RESPONSE_INVALID,
                    "the token response is invalid: " + e.getMessage(),
                    "");
        }
    }

    private static TokenRequestFailed refused(String who, HttpReply reply, FlowTrace trace) {
        Optional<JsonObject> body = json(reply);
        String error =
                body.flatMap(json -> json.string("error")).map(Printable::text).orElse("");
        String details = ErrorAnswer.details(
                body.flatMap(json -> json.string("error_description")), body.flatMap(json -> json.string("error_uri")));
        String said = error.isEmpty() ? "" : " " + error + details;
        return failed(trace, ClientReasons.TOKEN_REFUSED, who + " answered " + reply.status() + said, error);
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
