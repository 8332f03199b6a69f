package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Verification;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Clients manage their own registration (RFC 7592)")
class RegistrationManagementTest {
    private static final String PUBLIC =
            "{\"redirect_uris\":[\"" + REDIRECT + "\"],\"token_endpoint_auth_method\":\"none\"}";
    private static final String CONFIDENTIAL = "{\"redirect_uris\":[\"" + REDIRECT + "\"]}";

    private final TestServer as = new TestServer(settings -> settings.registrationManagement(true));

    /** A registration as its client knows it. */
    private record Managed(JsonObject json) {
        String id() {
            return json.string("client_id").orElseThrow();
        }

        String token() {
            return json.string("registration_access_token").orElseThrow();
        }

        String path() {
            return json.string("registration_client_uri").orElseThrow().replace(TestServer.ISSUER, "");
        }

        String metadata(Object... more) {
            JsonObject.Builder body = JsonObject.builder()
                    .put("client_id", id())
                    .put("redirect_uris", List.of(REDIRECT))
                    .put("token_endpoint_auth_method", json.string("token_endpoint_auth_method"));
            for (int i = 0; i < more.length; i += 2) {
                body.put(String.valueOf(more[i]), more[i + 1]);
            }
            return body.build().toJson();
        }
    }

    private Managed register(String body) {
        return new Managed(json(as.register(body)));
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private WebResponse read(Managed client, String token) {
        return as.send("GET", client.path(), bearer(token), "");
    }

    private WebResponse update(Managed client, String token, String body) {
        return as.send("PUT", client.path(), bearer(token), body);
    }

    private WebResponse delete(Managed client, String token) {
        return as.send("DELETE", client.path(), bearer(token), "");
    }

    private static String token(WebResponse response) {
        return json(response).string("registration_access_token").orElseThrow();
    }

    @Test
    void isOffUntilTheOperatorWantsIt() {
        TestServer plain = new TestServer();
        JsonObject client = json(plain.register(PUBLIC));

        assertThat(client.names()).doesNotContain("registration_access_token", "registration_client_uri");
        assertThat(plain.send("GET", "/register/client?client_id=x", bearer("x"), "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aClientReadsWhatItIs() {
        Managed client = register(CONFIDENTIAL);
        assertThat(client.json().string("registration_client_uri"))
                .contains("https://as.example/register/client?client_id=" + client.id());

        WebResponse response = read(client, client.token());

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Cache-Control")).contains("no-store");
        assertThat(json(response).strings("redirect_uris")).contains(List.of(REDIRECT));
        assertThat(json(response).string("client_id")).contains(client.id());
        assertThat(json(response).has("client_secret")).isFalse();
        assertThat(token(response)).isEqualTo(client.token());
    }

    @Test
    void aClientReplacesItsMetadata() {
        Managed client = register(PUBLIC);

        WebResponse response = update(
                client,
                client.token(),
                client.metadata("client_name", "New", "redirect_uris", List.of("https://new.example/cb")));

        assertThat(response.status()).isEqualTo(200);
        assertThat(as.get(authorize("client_id", client.id())).status()).isEqualTo(400);
        assertThat(as.get(authorize("client_id", client.id(), "redirect_uri", "https://new.example/cb"))
                        .status())
                .isEqualTo(303);
        assertThat(json(read(client, token(response))).string("client_name")).contains("New");
        update(client, token(response), client.metadata());
        assertThat(as.store.clients().find(client.id()).orElseThrow().payload().toUtf8())
                .as("what is left out is gone")
                .doesNotContain("New");
    }

    @Test
    void anUpdateHandsOutANewTokenAndTheOldOneEndsWhenThatArrived() {
        Managed client = register(PUBLIC);
        String second = token(update(client, client.token(), client.metadata()));
        assertThat(second).isNotEqualTo(client.token());

        assertThat(read(client, client.token()).status())
                .as("the response may have been lost")
                .isEqualTo(200);
        assertThat(read(client, second).status()).isEqualTo(200);
        assertThat(read(client, client.token()).status()).isEqualTo(401);
        assertThat(update(client, client.token(), client.metadata()).status()).isEqualTo(401);
    }

    @Test
    void aLostUpdateIsRepeatedWithTheOldToken() {
        Managed client = register(PUBLIC);
        String lost = token(update(client, client.token(), client.metadata()));
        String third = token(update(client, client.token(), client.metadata()));

        assertThat(read(client, lost).status()).isEqualTo(401);
        assertThat(read(client, third).status()).isEqualTo(200);
        assertThat(read(client, client.token()).status()).isEqualTo(401);
    }

    @Test
    void aClientDeletesItselfWithAllThatItWasGranted() {
        Managed client = register(PUBLIC);
        JsonObject tokens = json(as.redeem(as.code("client_id", client.id()), "client_id", client.id()));

        WebResponse response = delete(client, client.token());

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(read(client, client.token()).status()).isEqualTo(401);
        assertThat(as.get(authorize("client_id", client.id())).status()).isEqualTo(400);
        assertThat(error(as.form(
                        "/token",
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client.id(),
                        "refresh_token",
                        tokens.string("refresh_token").orElseThrow())))
                .isEqualTo("invalid_client");
        assertThat(as.server
                        .tokenVerifier()
                        .verify(
                                tokens.string("access_token").orElseThrow(),
                                new ResourceIndicator(TestServer.RESOURCE)))
                .isInstanceOf(Verification.Inactive.class);
    }

    @Test
    void aTokenDoesNotBringBackWhatAnOperatorDeleted() {
        Managed client = register(PUBLIC);
        as.server.store().clients().delete(client.id());

        assertThat(update(client, client.token(), client.metadata()).status()).isEqualTo(401);
        assertThat(as.store.clients().find(client.id())).isEmpty();
    }

    @Test
    void anUpdateThatRacesADeletionNeverBringsTheClientBack() {
        for (int round = 0; round < 50; round++) {
            Managed client = register(PUBLIC);
            List<CompletableFuture<Integer>> all = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> i == 3
                            ? delete(client, client.token()).status()
                            : update(client, client.token(), client.metadata()).status()))
                    .toList();

            assertThat(all.stream().map(CompletableFuture::join)).isSubsetOf(200, 204, 401, 409);
            if (all.get(3).join() == 204) {
                assertThat(as.store.clients().find(client.id())).isEmpty();
            }
        }
    }

    @Test
    void anUpdateThatLosesARaceIsToldSo() {
        OAuthStore slow = losing(new InMemoryOAuthStore());
        TestServer racing = new TestServer(settings -> settings.registrationManagement(true), slow, TestServer::alice);
        Managed client = new Managed(json(racing.register(PUBLIC)));

        WebResponse response = racing.send("PUT", client.path(), bearer(client.token()), client.metadata());

        assertThat(response.status()).isEqualTo(409);
        assertThat(racing.lastReason()).isEqualTo("manage.conflict");
    }

    /** A store in which another node always updates first. */
    private static OAuthStore losing(OAuthStore store) {
        ClientStore clients = proxy(ClientStore.class, store.clients(), "update", false);
        return proxy(OAuthStore.class, store, "clients", clients);
    }

    private static <T> T proxy(Class<T> type, T target, String verb, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals(verb)) {
                return answer;
            }
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Test
    void aTokenOpensOneRegistrationOnly() {
        Managed one = register(PUBLIC);
        Managed two = register(PUBLIC);
        assertThat(one.id()).as("each manages its own").isNotEqualTo(two.id());

        assertThat(read(one, two.token()).status()).isEqualTo(401);
        assertThat(update(one, two.token(), one.metadata()).status()).isEqualTo(401);
        assertThat(delete(one, two.token()).status()).isEqualTo(401);
        assertThat(read(one, one.token()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Basic eDp4",
                "Bearer \u00e9",
                "DPoP x",
            })
    void anythingElseOpensNothing(String header) {
        Managed client = register(PUBLIC);

        WebResponse response =
                as.send("GET", client.path(), header.isEmpty() ? Map.of() : Map.of("Authorization", header), "");

        assertThat(response.status()).isEqualTo(401);
        assertThat(error(response)).isEqualTo("invalid_token");
        assertThat(response.header("WWW-Authenticate").orElseThrow()).startsWith("Bearer ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/register/client",
                "/register/client?client_id=",
                "/register/client?client_id=app",
                "/register/client?client_id=nobody",
                "/register/client?client_id=https%3A%2F%2Fapp.example%2Fclient.json",
            })
    void noOtherClientIsManaged(String path) {
        Managed client = register(PUBLIC);

        assertThat(as.send("GET", path, bearer(client.token()), "").status()).isEqualTo(401);
        assertThat(as.published.fetched).isEmpty();
    }

    @Test
    void anAccessTokenOfAResourceOpensNothing() {
        Managed client = register(PUBLIC);
        JsonObject tokens = json(as.redeem(as.code("client_id", client.id()), "client_id", client.id()));

        assertThat(read(client, tokens.string("access_token").orElseThrow()).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"client_id\":\"SELF\"}",
                "{\"client_id\":\"other\",\"redirect_uris\":[\"https://a.example/\"]}",
                "{\"client_id\":7,\"redirect_uris\":[\"https://a.example/\"]}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"javascript:alert(1)\"]}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"http://evil.example/\"]}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"https://a.example/\"],\"grant_types\":[\"client_credentials\"]}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":\"chosen\"}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":\"\"}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":7}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"https://a.example/\"],\"token_endpoint_auth_method\":\"private_key_jwt\"}",
                "{\"client_id\":\"SELF\",\"redirect_uris\":[\"https://a.example/\"],\"client_uri\":\"javascript:x\"}",
            })
    void aBadUpdateChangesNothing(String body) {
        Managed client = register(PUBLIC);
        String before =
                as.store.clients().find(client.id()).orElseThrow().payload().toUtf8();

        WebResponse response = update(client, client.token(), body.replace("SELF", client.id()));

        assertThat(response.status()).isEqualTo(400);
        assertThat(as.store.clients().find(client.id()).orElseThrow().payload().toUtf8())
                .isEqualTo(before);
    }

    @Test
    void anUpdateCanNotMakeTheClientMoreThanItWas() {
        Managed client = register(PUBLIC);
        String body = client.metadata("verified", true, "management", Map.of("current", "x"), "secret_hash", "x");
        update(client, client.token(), body);

        Browser browser = as.browser();
        assertThat(browser.signIn(browser.open(authorize("client_id", client.id())))
                        .text())
                .contains("nobody has checked it");
    }

    @Test
    void aPublicClientBecomesConfidentialAndBack() {
        Managed client = register(PUBLIC);
        WebResponse confidential =
                update(client, client.token(), client.metadata("token_endpoint_auth_method", "client_secret_post"));
        String secret = json(confidential).string("client_secret").orElseThrow();
        assertThat(error(as.redeem("x", "client_id", client.id()))).isEqualTo("invalid_client");
        assertThat(error(as.redeem("x", "client_id", client.id(), "client_secret", secret)))
                .isEqualTo("invalid_grant");

        String second = token(confidential);
        WebResponse kept = update(
                client,
                second,
                client.metadata("token_endpoint_auth_method", "client_secret_basic", "client_secret", secret));
        assertThat(json(kept).has("client_secret")).as("the secret stays").isFalse();
        assertThat(error(as.redeem("x", "client_id", client.id(), "client_secret", secret)))
                .isEqualTo("invalid_grant");

        update(client, token(kept), client.metadata());
        assertThat(error(as.redeem("x", "client_id", client.id(), "client_secret", secret)))
                .isEqualTo("invalid_client");
        assertThat(error(as.redeem("x", "client_id", client.id()))).isEqualTo("invalid_grant");
    }

    @Test
    void theTokenIsKeptAsItsHashOnly() {
        Managed client = register(CONFIDENTIAL);
        String second = token(update(client, client.token(), client.metadata()));
        String stored =
                as.store.clients().find(client.id()).orElseThrow().payload().toUtf8();

        assertThat(stored)
                .doesNotContain(
                        client.token(),
                        second,
                        client.json().string("client_secret").orElseThrow());
        assertThat(as.events.toString()).doesNotContain(client.token(), second);
    }

    @Test
    void managingIsNoUseThatKeepsARegistration() {
        Managed client = register(PUBLIC);
        as.advance(Duration.ofHours(23));
        String second = token(update(client, client.token(), client.metadata()));
        as.advance(Duration.ofHours(2));
        as.server.purge(1000);

        assertThat(read(client, second).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "HEAD"})
    void anotherMethodIsNotAllowed(String method) {
        WebResponse response = as.send(method, "/register/client?client_id=x", bearer("x"), "");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).contains("GET, PUT, DELETE");
    }
}
