package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.challenge.WwwAuthenticate;
import dev.mcpoauth.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What a token gets that nobody has issued. A client notices that its token has ended by the same answer. */
final class TokenChecks {
    /** Within the grammar of tokens, and of no length that a server would take for its own. */
    private static final String MADE_UP = "mcp-oauth-doctor-made-this-up-it-is-no-token";

    private static final Rule UNKNOWN = Rule.of(
            "token.unknown",
            "an unknown token is answered 401 with invalid_token",
            "RFC 6750 §3.1",
            "Answer 401 with WWW-Authenticate: Bearer error=\"invalid_token\" to every token that is unknown, expired or for"
                    + " another resource. By any other answer a client does not see that it has to refresh.");

    private static final Rule FORGED = Rule.of(
            "token.forged",
            "a JWT without a signature is not taken",
            "RFC 9068 §4",
            "Verify signature, issuer, audience and expiry of each token before anything else. As it is, anybody is let in.");

    static final List<Check> ALL = List.of(
            new Check(UNKNOWN, Gates::refused, facts -> unknown(ask(facts, MADE_UP))),
            new Check(FORGED, Gates::refused, TokenChecks::forged));

    private TokenChecks() {}

    private static Knock.Answer ask(Facts facts, String token) throws InterruptedException {
        return facts.knocking().withToken(facts.settings().server, token);
    }

    static Outcome unknown(Knock.Answer answer) {
        if (!answer.isAnswered()) {
            return Outcome.fails("no answer: " + answer.asked().summary());
        }
        if (answer.asked().reply().filter(HttpReply::isSuccess).isPresent()) {
            return Outcome.fails(answer.status() + ": a token that was made up is taken");
        }
        if (!answer.isUnauthorized()) {
            return Outcome.fails("answered " + answer.status());
        }
        Optional<String> error = answer.asked().reply().flatMap(TokenChecks::error);
        return error.equals(Optional.of("invalid_token"))
                ? Outcome.holds("401 invalid_token")
                : Outcome.warns("401 " + error.orElse("without an error"));
    }

    private static Optional<String> error(HttpReply reply) {
        WwwAuthenticate challenges = WwwAuthenticate.parse(reply.headers("www-authenticate"));
        Optional<Challenge> challenge = challenges.first("Bearer").or(() -> challenges.first("DPoP"));
        return challenge.flatMap(found -> found.parameter("error"));
    }

    private static Outcome forged(Facts facts) throws InterruptedException {
        String issuer = facts.issuer().map(found -> found.issuer().value()).orElse("https://issuer.example");
        String token = unsigned(issuer, facts.settings().server.toString(), facts.heardAt());
        Knock.Answer answer = ask(facts, token);
        return answer.asked().reply().filter(HttpReply::isSuccess).isPresent()
                ? Outcome.fails(answer.status() + ": a JWT with alg none is taken")
                : Outcome.holds(answer.asked().summary());
    }

    /** All that a token for this resource says, and nothing that proves it. */
    private static String unsigned(String issuer, String resource, Instant now) {
        JsonObject header =
                JsonObject.builder().put("typ", "at+jwt").put("alg", "none").build();
        JsonObject claims = JsonObject.builder()
                .put("iss", issuer)
                .put("aud", resource)
                .put("sub", "mcp-oauth-doctor")
                .put("client_id", "mcp-oauth-doctor")
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 60)
                .put("jti", "mcp-oauth-doctor")
                .build();
        return encoded(header) + "." + encoded(claims) + ".";
    }

    private static String encoded(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
