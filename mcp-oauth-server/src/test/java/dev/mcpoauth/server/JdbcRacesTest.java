package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests that race for one credential, on a database")
class JdbcRacesTest extends RacesTest {

    @Override
    OAuthStore store() {
        return JdbcOAuthStore.open(database());
    }

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    @Test
    void aServerThatStartsOnTheSameDatabaseKnowsItsClientsAndTokens() {
        JdbcDataSource database = database();
        TestServer before = new TestServer(settings -> settings, JdbcOAuthStore.open(database), TestServer::alice);
        String id = json(before.register("{\"redirect_uris\":[\"" + TestServer.REDIRECT
                        + "\"],\"token_endpoint_auth_method\":\"none\"}"))
                .string("client_id")
                .orElseThrow();
        JsonObject tokens = json(before.redeem(before.code("client_id", id), "client_id", id));
        before.store.close();

        TestServer after = new TestServer(settings -> settings, JdbcOAuthStore.open(database), TestServer::alice);

        assertThat(after.server
                        .tokenVerifier()
                        .verify(
                                tokens.string("access_token").orElseThrow(),
                                new ResourceIndicator(TestServer.RESOURCE)))
                .isInstanceOf(Verification.Active.class);
        assertThat(after.form(
                                "/token",
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                id,
                                "refresh_token",
                                tokens.string("refresh_token").orElseThrow())
                        .status())
                .isEqualTo(200);
    }
}
