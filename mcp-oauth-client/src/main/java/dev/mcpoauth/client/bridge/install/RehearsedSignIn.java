package dev.mcpoauth.client.bridge.install;

import dev.mcpoauth.client.ForeignSignIn;
import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.client.store.KeySources;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tokens for the rehearsal's server in a state directory, as a sign-in leaves them there. Nothing goes over a network. */
final class RehearsedSignIn {
    private static final URI ISSUER = URI.create("https://rehearsal.example");
    private static final String DAY = "{\"access_token\":\"rehearsal\",\"token_type\":\"Bearer\",\"expires_in\":86400}";

    private RehearsedSignIn() {}

    static void store(Path state, URI server) throws IOException, InterruptedException {
        OAuthClient client = OAuthClient.forUsers(
                        registered -> {
                            throw new IOException("nobody is there to sign in");
                        },
                        RegistrationSettings.builder("rehearsal").build())
                .store(EncryptedFileCredentialStore.in(state)
                        .key(KeySources.keyFile(state))
                        .open())
                .http(call -> answer(call, server))
                .build();
        JsonObject registration = JsonObject.builder()
                .put("client_id", "rehearsal")
                .put("token_endpoint_auth_method", "none")
                .build();
        var unused = client.session(server)
                .takeOver(new ForeignSignIn(
                        new Issuer(ISSUER.toString()), registration, TokenResponse.parse(DAY), Scope.EMPTY));
    }

    private static HttpReply answer(HttpCall call, URI server) {
        if (call.method().equals("POST")) {
            return new HttpReply(401, Map.of(), new byte[0]);
        }
        JsonObject document = call.uri().getHost().equals(ISSUER.getHost())
                ? JsonObject.builder()
                        .put("issuer", ISSUER.toString())
                        .put(
                                "authorization_endpoint",
                                ISSUER.resolve("/authorize").toString())
                        .put("token_endpoint", ISSUER.resolve("/token").toString())
                        .put("response_types_supported", List.of("code"))
                        .put("code_challenge_methods_supported", List.of("S256"))
                        .build()
                : JsonObject.builder()
                        .put("resource", server.toString())
                        .put("authorization_servers", List.of(ISSUER.toString()))
                        .build();
        return new HttpReply(
                200,
                Map.of("content-type", List.of("application/json")),
                document.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
