package dev.mcpoauth.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.ClientSecret;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7591 §3.2.1")
class ClientInformationTest {
    private static final ClientMetadata METADATA =
            ClientMetadata.parse("{\"redirect_uris\":[\"https://c.example/cb\"],\"x\":{\"y\":1}}");

    @Test
    void writesAConfidentialClientWithTheExpiryThatASecretMustHave() {
        ClientInformation information = ClientInformation.builder("c1", METADATA)
                .clientIdIssuedAt(Instant.ofEpochSecond(1_700_000_000))
                .clientSecret(ClientSecret.parse("s3cret"))
                .registrationAccess(URI.create("https://as.example/register/c1"), AccessToken.parse("rat"))
                .build();

        assertThat(information.toJson())
                .isEqualTo(
                        "{\"client_id\":\"c1\",\"redirect_uris\":[\"https://c.example/cb\"],\"x\":{\"y\":1},"
                                + "\"client_id_issued_at\":1700000000,\"client_secret\":\"s3cret\",\"client_secret_expires_at\":0,"
                                + "\"registration_client_uri\":\"https://as.example/register/c1\",\"registration_access_token\":\"rat\"}");
        ClientInformation read = ClientInformation.parse(information.toJson());
        assertThat(read).isEqualTo(information).hasSameHashCodeAs(information);
        assertThat(read.clientId()).isEqualTo("c1");
        assertThat(read.clientSecret()).contains(ClientSecret.parse("s3cret"));
        assertThat(read.clientSecretExpiresAt()).isEmpty();
        assertThat(read.clientIdIssuedAt()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(read.registrationClientUri()).contains(URI.create("https://as.example/register/c1"));
        assertThat(read.registrationAccessToken()).contains(AccessToken.parse("rat"));
        assertThat(read.metadata()).isEqualTo(METADATA);
    }

    @Test
    void keepsTheExpiryOfASecret() {
        Instant expiry = Instant.parse("2030-01-01T00:00:00Z");
        assertThat(ClientInformation.builder("c1", METADATA)
                        .clientSecret(ClientSecret.parse("s"), expiry)
                        .build()
                        .clientSecretExpiresAt())
                .contains(expiry);
    }

    @Test
    void metadataCanNotSetIdentifierOrCredentials() {
        ClientMetadata forged =
                ClientMetadata.parse("{\"client_id\":\"admin\",\"client_secret\":\"known\",\"scope\":\"a\"}");
        assertThat(ClientInformation.builder("c1", forged).build().toJson())
                .isEqualTo("{\"client_id\":\"c1\",\"scope\":\"a\"}");
    }

    @Test
    void readsWhatRealServersSend() {
        ClientInformation information = ClientInformation.parse("{\"client_id\":\"c1\",\"client_secret\":\"\","
                + "\"client_secret_expires_at\":\"1893456000\",\"client_id_issued_at\":null,\"client_uri\":\"\","
                + "\"redirect_uris\":\"https://c.example/cb\"}");

        assertThat(information.clientSecret()).isEmpty();
        assertThat(information.clientSecretExpiresAt()).contains(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(information.clientIdIssuedAt()).isEmpty();
        assertThat(information.metadata().redirectUris()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{'client_id':''}",
                "{'client_id':7}",
                "{'client_id':'a\\nb'}",
                "{'client_id':'\\u00e9'}",
                "{'client_id':'c','client_secret':7}",
                "{'client_id':'c','client_secret':'a\\u0000'}",
                "{'client_id':'c','client_secret_expires_at':-1}",
                "{'client_id':'c','client_secret_expires_at':'never'}",
                "{'client_id':'c','client_secret_expires_at':99999999999999}",
                "{'client_id':'c','client_id_issued_at':{}}",
                "{'client_id':'c','registration_client_uri':'http://as.example/r'}",
                "{'client_id':'c','redirect_uris':['javascript:x']}",
                "{'client_id':'c','client_id':'d'}"
            })
    void refusesUnusableResponses(String text) {
        assertThatThrownBy(() -> ClientInformation.parse(text.replace('\'', '"')))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageNotContaining("never");
    }

    @Test
    void showsNoCredentialInToString() {
        assertThat(ClientInformation.builder("c1", ClientMetadata.parse("{}"))
                        .clientSecret(ClientSecret.parse("SECRET"))
                        .build())
                .hasToString("ClientInformation[client_id, client_secret, client_secret_expires_at]");
    }
}
