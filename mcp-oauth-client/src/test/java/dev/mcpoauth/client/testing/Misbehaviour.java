package dev.mcpoauth.client.testing;

import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a hostile or broken server may do to an OAuth client. Each is one change to a server that else behaves well. */
public enum Misbehaviour {
    /** The metadata names an issuer that it was not fetched for (RFC 8414 §3.3). */
    METADATA_OF_ANOTHER_ISSUER(s -> s.metadata(json -> json.put("issuer", "https://attacker.example.com"))),
    /** The metadata of the resource is for another resource (RFC 9728 §3.3). */
    RESOURCE_OF_SOMEBODY_ELSE(s -> s.resourceMetadata(json -> json.put("resource", "https://bank.example.com/mcp"))),
    /** The authorization response names another issuer (RFC 9207 §2.4). */
    CALLBACK_OF_ANOTHER_ISSUER(
            s -> s.on(Path.AUTHORIZE, r -> s.redirect(r, "code=x&iss=https://attacker.example.com"))),
    /** The authorization response leaves out the issuer that it promised. */
    CALLBACK_WITHOUT_ISSUER(s -> s.on(Path.AUTHORIZE, r -> s.redirect(r, "code=x"))),
    /** The issuer with a slash at its end, which is another one. */
    CALLBACK_OF_NEARLY_THE_ISSUER(s -> s.on(Path.AUTHORIZE, r -> s.redirect(r, "code=x&iss=" + s.origin() + "/"))),
    /** The user is sent to an honest server, whose code would then be brought here (mix-up, RFC 9207 §1). */
    MIXED_UP_SERVERS(s ->
            s.metadata(json -> json.put("authorization_endpoint", s.honest().origin() + Path.AUTHORIZE))),
    TOKEN_ENDPOINT_IN_THE_CLEAR(s -> s.metadata(json -> json.put("token_endpoint", "http://honest.example.com/token"))),

    AUTHORIZATION_ENDPOINT_JAVASCRIPT(s -> s.authorizationEndpoint("javascript:alert(document.cookie)")),
    AUTHORIZATION_ENDPOINT_FILE(s -> s.authorizationEndpoint("file:///etc/passwd")),
    AUTHORIZATION_ENDPOINT_DATA(s -> s.authorizationEndpoint("data:text/html,hello")),
    AUTHORIZATION_ENDPOINT_WITH_BACKTICKS(s -> s.authorizationEndpoint("https://example.com/`touch pwned`")),
    AUTHORIZATION_ENDPOINT_WITH_QUOTES(s -> s.authorizationEndpoint("https://example.com/\";touch pwned;\"")),
    AUTHORIZATION_ENDPOINT_OF_AN_OPTION(s -> s.authorizationEndpoint("--version")),
    AUTHORIZATION_ENDPOINT_IN_THE_CLEAR(s -> s.authorizationEndpoint("http://example.com/authorize")),
    AUTHORIZATION_ENDPOINT_WITH_A_USER(s -> s.authorizationEndpoint("https://accounts.example.com@evil.example/")),
    TOKEN_ENDPOINT_FILE(s -> s.metadata(json -> json.put("token_endpoint", "file:///etc/passwd"))),
    REGISTRATION_ENDPOINT_IN_THE_CLEAR(
            s -> s.metadata(json -> json.put("registration_endpoint", "http://example.com/register"))),
    METADATA_HINT_IN_THE_CLEAR(s -> s.on(Path.MCP, r -> s.hint("http://mcp.example.com/metadata"))),
    METADATA_HINT_FILE(s -> s.on(Path.MCP, r -> s.hint("file://localhost/etc/passwd"))),

    HTML_FROM_THE_METADATA(s -> s.on(Path.METADATA, r -> html())),
    /** Not refused: many web applications answer any path with a page, and mean that there is nothing. */
    HTML_FROM_THE_RESOURCE_METADATA(s -> s.on(Path.RESOURCE, r -> html())),
    HTML_FROM_THE_REGISTRATION(s -> s.on(Path.REGISTER, r -> html())),
    HTML_FROM_THE_TOKEN_ENDPOINT(s -> s.on(Path.TOKEN, r -> html())),
    DEEP_METADATA(s -> s.on(Path.METADATA, r -> new Answer(200, Map.of(), "{\"a\":".repeat(100_000)))),

    HUGE_RESOURCE_METADATA(s -> s.flood(Path.RESOURCE, Misbehaviour::hundredMegabytes)),
    HUGE_METADATA(s -> s.flood(Path.METADATA, Misbehaviour::hundredMegabytes)),
    HUGE_REGISTRATION(s -> s.flood(Path.REGISTER, Misbehaviour::hundredMegabytes)),
    HUGE_TOKEN_RESPONSE(s -> s.flood(Path.TOKEN, Misbehaviour::hundredMegabytes)),
    DRIPPING_RESOURCE_METADATA(s -> s.flood(Path.RESOURCE, s::drip)),
    DRIPPING_METADATA(s -> s.flood(Path.METADATA, s::drip)),
    DRIPPING_REGISTRATION(s -> s.flood(Path.REGISTER, s::drip)),
    DRIPPING_TOKEN_RESPONSE(s -> s.flood(Path.TOKEN, s::drip)),

    ENDLESS_401(s -> s.on(Path.MCP, r -> s.unauthorized())),
    ENDLESS_401_WITHOUT_CHALLENGE(s -> s.on(Path.MCP, r -> Answer.empty(401))),
    ENDLESS_403(s -> s.on(Path.MCP, r -> s.isGood(r) ? insufficient("admin") : s.unauthorized())),
    ENDLESS_403_FOR_EVER_MORE_SCOPE(s -> s.on(
            Path.MCP, r -> s.isGood(r) ? insufficient("scope" + s.pathsAsked().size()) : s.unauthorized())),
    METADATA_REDIRECTS(s -> s.on(Path.METADATA, r -> s.elsewhere())),
    /** Not followed, and taken for absent. */
    RESOURCE_METADATA_REDIRECTS(s -> s.on(Path.RESOURCE, r -> s.elsewhere())),
    /** Not followed: the caller gets the redirect, without a token having gone there. */
    RESOURCE_REDIRECTS(s -> s.on(Path.MCP, r -> s.isGood(r) ? s.elsewhere() : s.unauthorized())),
    REGISTRATION_REDIRECTS(s -> s.on(Path.REGISTER, r -> s.elsewhere())),
    TOKEN_ENDPOINT_REDIRECTS(s -> s.on(Path.TOKEN, r -> s.elsewhere())),

    EXPIRY_NEGATIVE(s -> s.tokens(json -> json.put("expires_in", -1))),
    EXPIRY_OF_WORDS(s -> s.tokens(json -> json.put("expires_in", "soon"))),
    EXPIRY_OF_A_LIST(s -> s.tokens(json -> json.put("expires_in", List.of(3600)))),
    TOKEN_WITH_LINE_BREAK(s -> s.tokens(json -> json.put("access_token", "a\r\nX-Injected: 1"))),
    /** Within the grammar of RFC 6749 §A.12, and no resource takes it. */
    TOKEN_WITH_SPACE(s -> s.tokens(json -> json.put("access_token", "a b"))),
    TOKEN_OF_NOTHING(s -> s.tokens(json -> json.put("access_token", ""))),
    TOKEN_LEFT_OUT(s -> s.tokens(json -> json.remove("access_token"))),
    REFRESH_TOKEN_WITH_LINE_BREAK(s -> s.tokens(json -> json.put("refresh_token", "a\nb"))),
    TOKEN_TYPE_UNKNOWN(s -> s.tokens(json -> json.put("token_type", "mac"))),
    CLIENT_ID_LEFT_OUT(s -> s.on(Path.REGISTER, r -> Answer.json(201, JsonObject.EMPTY))),
    SECRET_WITH_LINE_BREAK(s -> s.on(
            Path.REGISTER,
            r -> Answer.json(
                    201,
                    JsonObject.builder()
                            .put("client_id", "c")
                            .put("client_secret", "a\r\nb")
                            .build()))),
    ERROR_WITH_CONTROL_CHARACTERS(s -> s.on(
            Path.TOKEN,
            r -> Answer.json(
                    400,
                    JsonObject.builder()
                            .put("error", "invalid_grant")
                            .put("error_description", "\u001b]0;owned\u0007\nroot:")
                            .build()))),

    /** Not refused: nobody knows when such a token ends, and its first refusal tells. */
    EXPIRY_ABSENT(s -> s.tokens(json -> json.remove("expires_in"))),
    /** Not refused: a hundred years at most. */
    EXPIRY_HUGE(s -> s.tokens(json -> json.put("expires_in", Long.MAX_VALUE))),
    /** Not refused: several servers quote the number. */
    EXPIRY_IN_QUOTES(s -> s.tokens(json -> json.put("expires_in", "3600")));

    private final Change change;

    /** The paths of the server. */
    private static final class Path {
        private static final String MCP = "/mcp";
        private static final String RESOURCE = "/.well-known/oauth-protected-resource/mcp";
        private static final String METADATA = "/.well-known/oauth-authorization-server";
        private static final String REGISTER = "/register";
        private static final String AUTHORIZE = "/authorize";
        private static final String TOKEN = "/token";
    }

    /** One change to the server. */
    @FunctionalInterface
    private interface Change {
        void on(HostileServer server);
    }

    Misbehaviour(Change change) {
        this.change = change;
    }

    void applyTo(HostileServer server) {
        change.on(server);
    }

    private static Answer html() {
        return new Answer(200, Map.of("Content-Type", "text/html"), "<!doctype html><title>Log in</title>");
    }

    private static Answer insufficient(String scope) {
        return new Answer(
                403, Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\""), "");
    }

    private static void hundredMegabytes(OutputStream body) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) ' ');
        body.write("{\"a\":\"".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 100; i++) {
            body.write(megabyte);
        }
    }
}
