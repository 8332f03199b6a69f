package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Registrations come, stay and go (RFC 7591)")
class RegistrationLifeTest {
    private static final String PUBLIC =
            "{\"redirect_uris\":[\"" + TestServer.REDIRECT + "\"],\"token_endpoint_auth_method\":\"none\"%s}";

    private final TestServer as = new TestServer();

    private static String id(WebResponse registration) {
        return json(registration).string("client_id").orElseThrow();
    }

    @Test
    void aPublicClientThatRegistersAgainIsTheSameClientEvenOverTheRateLimit() {
        TestServer tight = new TestServer(settings -> settings.registrationsPerWindow(1));
        String first = id(tight.register(PUBLIC.formatted("")));

        assertThat(id(tight.register(PUBLIC.formatted("")))).isEqualTo(first);
        assertThat(tight.register(PUBLIC.formatted(",\"client_name\":\"other\""))
                        .status())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"client_name\":\"x\"",
                ",\"scope\":\"db:read\"",
                ",\"grant_types\":[\"authorization_code\"]",
                ",\"software_id\":\"y\"",
            })
    void anythingThatDiffersMakesAnotherClient(String more) {
        assertThat(id(as.register(PUBLIC.formatted(more)))).isNotEqualTo(id(as.register(PUBLIC.formatted(""))));
    }

    @Test
    void clientsWithSecretsNeverShareOne() {
        String body = "{\"redirect_uris\":[\"" + TestServer.REDIRECT + "\"]}";
        JsonObject one = json(as.register(body));
        JsonObject two = json(as.register(body));

        assertThat(one.string("client_id")).isNotEqualTo(two.string("client_id"));
        assertThat(one.string("client_secret")).isNotEqualTo(two.string("client_secret"));
    }

    @Test
    void anUnusedRegistrationGoesAndAUsedOneStays() {
        String unused = id(as.register(PUBLIC.formatted(",\"client_name\":\"unused\"")));
        String used = id(as.register(PUBLIC.formatted("")));
        as.redeem(as.code("client_id", used), "client_id", used);

        as.advance(Duration.ofHours(25));
        as.server.purge(1000);

        assertThat(as.get(TestServer.authorize("client_id", unused)).status()).isEqualTo(400);
        assertThat(as.get(TestServer.authorize("client_id", used)).status()).isEqualTo(303);
    }

    @Test
    void aRegistrationStaysAsLongAsItsGrantLivesWhateverItsOwnExpiry() {
        TestServer brief = new TestServer(settings -> settings.usedRegistrationLifetime(Duration.ofMinutes(2))
                .unusedRegistrationLifetime(Duration.ofMinutes(1)));
        String id = id(brief.register(PUBLIC.formatted("")));
        JsonObject tokens = json(brief.redeem(brief.code("client_id", id), "client_id", id));
        brief.advance(Duration.ofDays(20));
        brief.server.purge(1000);

        WebResponse refreshed = brief.form(
                "/token",
                "grant_type",
                "refresh_token",
                "client_id",
                id,
                "refresh_token",
                tokens.string("refresh_token").orElseThrow());

        assertThat(refreshed.status()).isEqualTo(200);
    }

    @Test
    void nobodyCanRegisterOverAnOperatorsClient() {
        String id = id(as.register(PUBLIC.formatted("")));
        TestServer operated = new TestServer(
                settings -> settings.client(ClientSettings.publicClient(id, "https://operator.example/cb")),
                as.store,
                TestServer::alice);

        assertThat(operated.get(TestServer.authorize("client_id", id)).status())
                .as("the stored redirect URI does not count")
                .isEqualTo(400);
    }

    @Test
    void theStoreHoldsNoSecretInClear() {
        JsonObject client = json(as.register("{\"redirect_uris\":[\"" + TestServer.REDIRECT + "\"]}"));
        String stored = as.store
                .clients()
                .find(client.string("client_id").orElseThrow())
                .orElseThrow()
                .payload()
                .toUtf8();

        assertThat(stored).doesNotContain(client.string("client_secret").orElseThrow());
    }
}
