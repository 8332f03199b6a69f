package dev.mcpoauth.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Clients that the operator registers ahead")
class ClientSettingsTest {
    /** Of {@code correct horse}. */
    private static final String HASH = "4104d36f8da2c254349f85836793ebe029e0c957063a34c91c2e9203187b5631";

    private static ClientSettings parse(String json) {
        return ClientSettings.parse(JsonObject.parse(json));
    }

    @Test
    void aFileHasThemAll() {
        List<ClientSettings> clients = ClientSettings.parseAll("""
                {"clients":[
                  {"client_id":"portal","client_name":"Portal","redirect_uris":["https://portal.example/cb"],
                   "client_secret":"correct horse"},
                  {"client_id":"cli","redirect_uris":["http://127.0.0.1/cb"]},
                  {"client_id":"batch","grant_types":["client_credentials"],"scope":"db:read",
                   "client_secret_sha256":"%s"},
                  {"client_id":"https://app.example/client.json","redirect_uris":["https://app.example/cb"],
                   "token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://app.example/jwks"}]}
                """.formatted(HASH));

        assertThat(clients)
                .extracting(ClientSettings::clientId)
                .containsExactly("portal", "cli", "batch", "https://app.example/client.json");
        assertThat(clients)
                .extracting(client -> client.metadata().method().wireName())
                .containsExactly("client_secret_basic", "none", "client_secret_basic", "private_key_jwt");
        assertThat(clients).extracting(ClientSettings::name).contains("Portal", "cli");
        assertThat(clients.get(0).secretHash())
                .contains(ClientSecret.parse("correct horse").hash());
        assertThat(clients.toString()).doesNotContain("correct horse");
    }

    @Test
    void aSecretIsKeptAsItsHashOnly() {
        ClientSettings given = ClientSettings.confidentialClient("a", ClientSecret.parse("x"), "https://a.example/");
        ClientSettings hashed = parse("{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],"
                + "\"client_secret_sha256\":\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"}");

        assertThat(given.secretHash()).isEqualTo(hashed.secretHash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"client_id\":7,\"redirect_uris\":[\"https://a.example/\"]}",
                "{\"client_id\":\"\",\"redirect_uris\":[\"https://a.example/\"]}",
                "{\"client_id\":\"a b\",\"redirect_uris\":[\"https://a.example/\"]}",
                "{\"client_id\":\"a\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[]}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"javascript:alert(1)\"]}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"http://a.example/\"]}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"grant_types\":[\"password\"]}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"grant_types\":[\"authorization_code\",\"implicit\"]}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"grant_types\":[\"refresh_token\"]}",
                "{\"client_id\":\"a\",\"grant_types\":[\"client_credentials\"]}",
                "{\"client_id\":\"a\",\"grant_types\":[\"client_credentials\"],\"token_endpoint_auth_method\":\"none\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":\"\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":7}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret_sha256\":[]}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":\"ü\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":\"x\",\"token_endpoint_auth_method\":\"none\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"token_endpoint_auth_method\":\"client_secret_post\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"token_endpoint_auth_method\":\"private_key_jwt\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret_sha256\":\"abc\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret_sha256\":\"zz\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_secret\":\"x\",\"client_secret_sha256\":\"ab\"}",
                "{\"client_id\":\"a\",\"redirect_uris\":[\"https://a.example/\"],\"client_name\":7}",
            })
    void mistakesAreNamed(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(json))
                .satisfies(refusal -> assertThat(refusal.getMessage()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"clients\":{}}",
                "{\"clients\":[7]}",
                "{\"clients\":[{}]}",
                "{\"clients\":[[]]}",
            })
    void aFileThatIsNoneIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientSettings.parseAll(json));
    }

    @Test
    void anIdThatIsNoSubjectCanNotActForItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientSettings.machineClient("x".repeat(256), ClientSecret.parse("s")));
    }
}
