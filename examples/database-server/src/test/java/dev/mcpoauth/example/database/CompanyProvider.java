package dev.mcpoauth.example.database;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A company's identity provider, as far as it trades ID tokens for identity assertions. */
final class CompanyProvider implements AutoCloseable {
    private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

    private final HttpServer server;
    private final SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);

    CompanyProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/oauth-authorization-server", exchange -> answer(exchange, metadata()));
        server.createContext("/keys", exchange -> answer(exchange, keys()));
        server.createContext("/token", exchange -> answer(exchange, trade(exchange)));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI tokenEndpoint() {
        return URI.create(issuer() + "/token");
    }

    private JsonObject metadata() {
        return JsonObject.builder()
                .put("issuer", issuer())
                .put("jwks_uri", issuer() + "/keys")
                .build();
    }

    private JsonObject keys() {
        return JsonObject.builder().put("keys", List.of(key.publicJwk())).build();
    }

    /** Alice's ID token for whatever client and resource: the company's policy is not what is tested. */
    private JsonObject trade(HttpExchange exchange) throws IOException {
        Parameters form =
                Parameters.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!form.value("subject_token").orElse("").equals("the ID token of Alice")) {
            return JsonObject.builder().put("error", "invalid_request").build();
        }
        Instant now = Instant.now();
        JsonObject claims = JsonObject.builder()
                .put("iss", issuer())
                .put("sub", "alice")
                .put("aud", form.value("audience").orElseThrow())
                .put("client_id", "agent")
                .put("resource", form.value("resource").orElseThrow())
                .put("scope", form.value("scope").orElseThrow())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 300)
                .build();
        return JsonObject.builder()
                .put("issued_token_type", ID_JAG)
                .put("access_token", key.sign("oauth-id-jag+jwt", claims))
                .put("token_type", "N_A")
                .put("expires_in", 300)
                .build();
    }

    private static void answer(HttpExchange exchange, JsonObject json) throws IOException {
        try (exchange) {
            byte[] body = json.toBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(json.has("error") ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
