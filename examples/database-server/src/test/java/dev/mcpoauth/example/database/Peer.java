package dev.mcpoauth.example.database;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client written out by hand: what goes over the wire is what the test says. */
final class Peer {

    static final String REDIRECT = "http://127.0.0.1:9/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI issuer;

    /** Tokens as they came. */
    record Tokens(String access, String refresh, String scope) {}

    Peer(URI issuer) {
        this.issuer = issuer;
    }

    URI mcp() {
        return issuer.resolve("/mcp");
    }

    String register() throws IOException, InterruptedException {
        Json request = Json.object()
                .put("client_name", "Test")
                .put("redirect_uris", Json.array(Json.of(REDIRECT)))
                .put("token_endpoint_auth_method", "none")
                .put("grant_types", Json.array(Json.of("authorization_code"), Json.of("refresh_token")))
                .build();
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(issuer.resolve("/register"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request.toString()))
                        .build(),
                BodyHandlers.ofString());
        return Json.parse(response.body()).string("client_id").orElseThrow();
    }

    Tokens signIn(String clientId, String scope, String account, String password) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", clientId);
        request.put("redirect_uri", REDIRECT);
        request.put("scope", scope);
        request.put("state", "s1");
        request.put("resource", mcp().toString());
        request.put("code_challenge_method", "S256");
        request.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        URI authorization = issuer.resolve("/authorize?" + Browser.encode(request));
        URI callback = new Browser(issuer).approve(authorization, account, password);
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                clientId,
                "redirect_uri",
                REDIRECT,
                "resource",
                mcp().toString(),
                "code_verifier",
                VERIFIER,
                "code",
                Browser.query(callback).get("code")));
    }

    Tokens refresh(String clientId, Tokens tokens) throws IOException, InterruptedException {
        return token(Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", tokens.refresh()));
    }

    private Tokens token(Map<String, String> form) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(issuer.resolve("/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Browser.encode(form)))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new IllegalStateException(response.body());
        Json json = Json.parse(response.body());
        return new Tokens(
                json.string("access_token").orElseThrow(),
                json.string("refresh_token").orElseThrow(),
                json.string("scope").orElseThrow());
    }

    /** A connection that sends this token and takes a refusal as it is. */
    McpClient connect(String accessToken) throws Exception {
        return connect(accessToken, Era.STATELESS);
    }

    McpClient connect(String accessToken, Era era) throws Exception {
        HttpAuthorizer bearer = new HttpAuthorizer() {
            @Override
            public Map<String, String> headers(Target target) {
                return Map.of("Authorization", "Bearer " + accessToken);
            }

            @Override
            public Verdict rejected(Target target, Rejection rejection) {
                return Verdict.GIVE_UP;
            }
        };
        return McpClient.over(
                        HttpTransport.to(mcp()).authorizer(bearer).era(era).build())
                .as("test", "1")
                .connect();
    }
}
