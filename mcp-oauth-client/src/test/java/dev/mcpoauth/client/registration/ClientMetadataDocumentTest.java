package dev.mcpoauth.client.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMetadataDocumentTest {
    private static final URI URL = URI.create("https://app.example.com/oauth/client.json");
    private static final RedirectUri LOOPBACK = new RedirectUri("http://127.0.0.1/callback");

    private static JsonObject good() {
        return JsonObject.parse(ClientMetadataDocument.of(URL, "App", LOOPBACK).toJson());
    }

    private static List<String> problems(JsonObject json) {
        return ClientMetadataDocument.problems(URL, json.toBytes());
    }

    @Test
    void writesWhatServersTake() {
        assertThat(problems(good())).isEmpty();
        assertThat(good().string("client_id")).contains(URL.toString());
        assertThat(good().string("application_type")).contains("native");
        assertThat(good().strings("grant_types")).contains(List.of("authorization_code", "refresh_token"));
    }

    @Test
    void writesAWebApplication() {
        ClientMetadataDocument web =
                ClientMetadataDocument.of(URL, "App", new RedirectUri("https://app.example.com/callback"));
        assertThat(JsonObject.parse(web.toJson()).string("application_type")).contains("web");
    }

    @Test
    void writesAClientWithAKey() {
        ClientMetadataDocument keyed = ClientMetadataDocument.of(URL, "App", LOOPBACK)
                .with("jwks_uri", "https://app.example.com/jwks.json")
                .with("token_endpoint_auth_method", "private_key_jwt");
        assertThat(ClientMetadataDocument.problems(
                        URL, JsonObject.parse(keyed.toJson()).toBytes()))
                .isEmpty();
    }

    @Test
    void becomesASetting() {
        RegistrationSettings settings = RegistrationSettings.builder("App")
                .metadataDocument(ClientMetadataDocument.of(URL, "App", LOOPBACK))
                .build();
        assertThat(settings.metadataDocument()).contains(URL);
        assertThat(settings.documentRedirectUris()).containsExactly(LOOPBACK);
    }

    static Stream<Arguments> badMembers() {
        return Stream.of(
                Arguments.of("client_id", "https://app.example.com/oauth/client.json/"),
                Arguments.of("client_id", "https://APP.example.com/oauth/client.json"),
                Arguments.of("client_id", "app"),
                Arguments.of("client_name", " "),
                Arguments.of("redirect_uris", List.of()),
                Arguments.of("redirect_uris", List.of("javascript:alert(1)")),
                Arguments.of("redirect_uris", List.of("http://app.example.com/callback")),
                Arguments.of("redirect_uris", "https://app.example.com/callback"),
                Arguments.of("client_secret", "s3cret"),
                Arguments.of("client_secret_expires_at", 0),
                Arguments.of("token_endpoint_auth_method", "client_secret_basic"),
                Arguments.of("token_endpoint_auth_method", "client_secret_jwt"),
                Arguments.of("token_endpoint_auth_method", "private_key_jwt"),
                Arguments.of("grant_types", List.of("client_credentials")),
                Arguments.of("response_types", List.of("token")),
                Arguments.of("jwks", Map.of("keys", List.of(Map.of("kty", "EC", "d", "private")))),
                Arguments.of("logo_uri", "javascript:alert(1)"),
                Arguments.of("client_uri", "x".repeat(6000)));
    }

    @ParameterizedTest
    @MethodSource("badMembers")
    void findsWhatIsWrong(String member, Object value) {
        assertThat(problems(good().toBuilder().put(member, value).build())).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "client_name", "redirect_uris", "token_endpoint_auth_method"})
    void findsWhatIsMissing(String member) {
        assertThat(problems(good().toBuilder().remove(member).build())).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com/client.json",
                "https://app.example.com",
                "https://app.example.com/",
                "https://app.example.com/a/../client.json",
                "https://app.example.com/client.json#x",
                "https://user@app.example.com/client.json",
                "https://app.example.com/client.json?v=1",
                "file:///client.json"
            })
    void findsUrlsThatAreNoClientIdentifiers(String url) {
        JsonObject json = good().toBuilder().put("client_id", url).build();
        assertThat(ClientMetadataDocument.problems(URI.create(url), json.toBytes()))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"client_id\":1,\"client_id\":2}"})
    void findsWhatIsNoDocument(String text) {
        assertThat(ClientMetadataDocument.problems(URL, text.getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .asString()
                .contains("no JSON object");
    }

    @Test
    void reportsAllProblemsTogether() {
        assertThatThrownBy(() -> ClientMetadataDocument.of(URI.create("http://app.example.com/"), " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https")
                .hasMessageContaining("path")
                .hasMessageContaining("client_name")
                .hasMessageContaining("redirect_uris");
    }
}
