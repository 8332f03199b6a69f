package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.UnknownScopes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Clients that act for themselves (RFC 6749 §4.4)")
class ClientCredentialsTest {
    private static final String OTHER = "https://other.example/mcp";
    private static final ClientSecret SECRET = ClientSecret.parse("s3cret");

    private final TestServer as =
            new TestServer(settings -> settings.resource(ResourceSettings.of(OTHER, Scope.of("job:run", "job:stop")))
                    .client(ClientSettings.machineClient("batch", SECRET))
                    .client(ClientSettings.machineClient("writer", SECRET).withScope(Scope.of("db:write", "job:run")))
                    .client(ClientSettings.confidentialClient("vault", SECRET, REDIRECT))
                    .client(ClientSettings.parse(JsonObject.builder()
                            .put("client_id", "robot")
                            .put("grant_types", List.of("client_credentials"))
                            .put("token_endpoint_auth_method", "private_key_jwt")
                            .put("jwks", Assertions.jwks(Assertions.EC))
                            .build())));

    private WebResponse ask(String client, String... more) {
        List<String> form = new ArrayList<>(
                List.of("grant_type", "client_credentials", "client_id", client, "client_secret", "s3cret"));
        form.addAll(List.of(more));
        return as.form("/token", form.toArray(String[]::new));
    }

    private Verification verify(JsonObject tokens, String resource) {
        return as.server
                .tokenVerifier()
                .verify(tokens.string("access_token").orElseThrow(), new ResourceIndicator(resource));
    }

    @Test
    void getAnAccessTokenForTheDefaultResourceAndNoRefreshToken() {
        WebResponse response = ask("batch");
        JsonObject tokens = json(response);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Cache-Control")).contains("no-store");
        assertThat(tokens.string("token_type")).contains("Bearer");
        assertThat(tokens.string("scope")).contains("db:read");
        assertThat(tokens.integer("expires_in")).contains(3600L);
        assertThat(tokens.has("refresh_token")).isFalse();
        Verification.Active active = (Verification.Active) verify(tokens, RESOURCE);
        assertThat(active.caller().subject()).isEqualTo("batch");
        assertThat(active.caller().clientId()).isEqualTo("batch");
        assertThat(verify(tokens, OTHER)).isInstanceOf(Verification.Inactive.class);
    }

    @Test
    void getTheResourceThatTheyNameAndItsDefaults() {
        JsonObject tokens = json(ask("batch", "resource", OTHER));

        assertThat(tokens.string("scope")).contains("job:run job:stop");
        assertThat(verify(tokens, OTHER)).isInstanceOf(Verification.Active.class);
        assertThat(verify(tokens, RESOURCE)).isInstanceOf(Verification.Inactive.class);
    }

    @Test
    void getTheirRegisteredScopeAsFarAsTheResourceKnowsIt() {
        assertThat(json(ask("writer")).string("scope")).contains("db:write");
        assertThat(json(ask("writer", "resource", OTHER)).string("scope")).contains("job:run");
        assertThat(json(ask("writer", "scope", "db:write openid")).string("scope"))
                .contains("db:write");
    }

    @Test
    void mayUseBasicOrAKey() {
        String basic = Base64.getEncoder().encodeToString("batch:s3cret".getBytes(StandardCharsets.UTF_8));
        assertThat(as.post("/token", Map.of("Authorization", "Basic " + basic), FORM, "grant_type=client_credentials")
                        .status())
                .isEqualTo(200);
        assertThat(as.form(
                                "/token",
                                "grant_type",
                                "client_credentials",
                                "client_assertion_type",
                                Assertions.TYPE,
                                "client_assertion",
                                Assertions.sign(Assertions.EC, Assertions.claims("robot", as.now())))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "batch, scope, db:write, invalid_scope",
        "batch, scope, db:read db:write, invalid_scope",
        "batch, scope, job:run, ''",
        "batch, scope, a\"b, invalid_scope",
        "writer, scope, db:read, invalid_scope",
        "writer, scope, openid, invalid_scope",
        "batch, resource, https://unknown.example/, invalid_target",
        "batch, resource, mcp, invalid_target",
        "batch, client_id, nobody, invalid_request",
        "batch, client_secret, x, invalid_request",
        "nobody, scope, db:read, invalid_client",
        "app, scope, db:read, invalid_client",
        "vault, scope, db:read, unauthorized_client",
        "robot, scope, db:read, invalid_client",
    })
    void getNothingMore(String client, String name, String value, String error) {
        WebResponse response = ask(client, name, value);

        if (error.isEmpty()) {
            // A scope of another resource is unknown at this one, and dropped: what is left is the default.
            assertThat(json(response).string("scope")).contains("db:read");
        } else {
            assertThat(error(response)).isEqualTo(error);
        }
    }

    @Test
    void areRefusedUnknownScopesWhereThePolicySaysSo() {
        TestServer strict = new TestServer(settings ->
                settings.unknownScopes(UnknownScopes.REFUSE).client(ClientSettings.machineClient("batch", SECRET)));

        assertThat(error(strict.form(
                        "/token",
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "batch",
                        "client_secret",
                        "s3cret",
                        "scope",
                        "openid")))
                .isEqualTo("invalid_scope");
    }

    @Test
    void areNoOneWhoRegisteredThemselves() {
        for (String method : List.of("client_secret_basic", "none", "client_secret_post")) {
            WebResponse alone = as.register(
                    "{\"grant_types\":[\"client_credentials\"],\"token_endpoint_auth_method\":\"" + method + "\"}");
            assertThat(error(alone)).isEqualTo("invalid_client_metadata");
        }
        JsonObject mixed = json(as.register("{\"redirect_uris\":[\"" + REDIRECT
                + "\"],\"grant_types\":[\"authorization_code\",\"client_credentials\"]}"));
        assertThat(mixed.strings("grant_types").orElseThrow()).containsExactly("authorization_code");
        WebResponse response = as.form(
                "/token",
                "grant_type",
                "client_credentials",
                "client_id",
                mixed.string("client_id").orElseThrow(),
                "client_secret",
                mixed.string("client_secret").orElseThrow());
        assertThat(error(response)).isEqualTo("unauthorized_client");
    }

    @Test
    void canNotSendAPersonToSignIn() {
        WebResponse response = as.get(authorize("client_id", "batch"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Location")).isEmpty();
    }

    @Test
    void canRevokeOneTokenAndKeepTheOthers() {
        JsonObject one = json(ask("batch"));
        JsonObject two = json(ask("batch"));
        as.form(
                "/revoke",
                "client_id",
                "batch",
                "client_secret",
                "s3cret",
                "token",
                one.string("access_token").orElseThrow());

        assertThat(verify(one, RESOURCE)).isInstanceOf(Verification.Inactive.class);
        assertThat(verify(two, RESOURCE)).isInstanceOf(Verification.Active.class);
    }

    @Test
    void leaveNothingBehindWhenTheirTokensAreOver() {
        for (int i = 0; i < 10; i++) {
            ask("batch");
        }
        as.advance(Duration.ofHours(26));

        int removed = 0;
        for (int batch = as.server.purge(100).removed();
                batch > 0;
                batch = as.server.purge(100).removed()) {
            removed += batch;
        }
        assertThat(removed).isEqualTo(20);
    }
}
