package dev.mcpoauth.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7591 §2")
class ClientMetadataTest {

    @Test
    void readsWhatItsBuilderWrote() {
        ClientMetadata metadata = ClientMetadata.builder()
                .redirectUris(List.of(
                        new RedirectUri("cursor://anysphere.cursor-mcp/oauth/callback"),
                        new RedirectUri("http://localhost:8787/callback")))
                .tokenEndpointAuthMethod("private_key_jwt")
                .grantTypes(List.of("authorization_code", "refresh_token"))
                .responseTypes(List.of("code"))
                .clientName("Büro \uD83D\uDC69\u200D\uD83D\uDCBB")
                .clientUri(URI.create("https://client.example"))
                .scope(Scope.of("db:read"))
                .jwksUri(URI.create("https://client.example/jwks"))
                .softwareId("id")
                .softwareVersion("1")
                .applicationType("native")
                .member("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt"))
                .member("contacts", List.of("a@client.example"))
                .member("logo_uri", "https://client.example/logo")
                .member("tos_uri", "https://client.example/tos")
                .member("policy_uri", "https://client.example/policy")
                .member("software_statement", "e30.e30.")
                .member("x", List.of(1, 2))
                .build();

        ClientMetadata read = ClientMetadata.parse(metadata.toJson());
        assertThat(read).isEqualTo(metadata).hasSameHashCodeAs(metadata);
        assertThat(read.redirectUris())
                .extracting(RedirectUri::value)
                .containsExactly("cursor://anysphere.cursor-mcp/oauth/callback", "http://localhost:8787/callback");
        assertThat(read.tokenEndpointAuthMethod()).contains("private_key_jwt");
        assertThat(read.tokenEndpointAuthMethods()).containsExactly("private_key_jwt", "none");
        assertThat(read.grantTypes()).containsExactly("authorization_code", "refresh_token");
        assertThat(read.responseTypes()).containsExactly("code");
        assertThat(read.clientName()).contains("Büro \uD83D\uDC69\u200D\uD83D\uDCBB");
        assertThat(read.clientUri()).contains(URI.create("https://client.example"));
        assertThat(read.logoUri()).contains(URI.create("https://client.example/logo"));
        assertThat(read.tosUri()).contains(URI.create("https://client.example/tos"));
        assertThat(read.policyUri()).contains(URI.create("https://client.example/policy"));
        assertThat(read.scope()).contains(Scope.of("db:read"));
        assertThat(read.contacts()).containsExactly("a@client.example");
        assertThat(read.jwksUri()).contains(URI.create("https://client.example/jwks"));
        assertThat(read.jwks()).isEmpty();
        assertThat(read.softwareId()).contains("id");
        assertThat(read.softwareVersion()).contains("1");
        assertThat(read.softwareStatement()).contains("e30.e30.");
        assertThat(read.applicationType()).contains("native");
        assertThat(read.toJson()).endsWith("\"x\":[1,2]}");
    }

    @Test
    void anEmptyObjectHasTheDefaultsOfTheRfc() {
        ClientMetadata metadata = ClientMetadata.parse("{}");

        assertThat(metadata.redirectUris()).isEmpty();
        assertThat(metadata.grantTypes()).containsExactly("authorization_code");
        assertThat(metadata.responseTypes()).containsExactly("code");
        assertThat(metadata.tokenEndpointAuthMethod()).isEmpty();
        assertThat(metadata.tokenEndpointAuthMethods()).isEmpty();
        assertThat(metadata.applicationType()).isEmpty();
    }

    @Test
    @DisplayName("RFC 7592 §2.2: null is treated as omitted")
    void leavesNullMembersOut() {
        assertThat(ClientMetadata.parse("{\"client_name\":null,\"contacts\":null,\"x\":null,\"scope\":\"a\"}")
                        .toJson())
                .isEqualTo("{\"scope\":\"a\"}");
    }

    @Nested
    class Tolerances {
        private static final String EMPTY =
                "{\"client_uri\":\"\",\"scope\":\"\",\"contacts\":\"\",\"x\":\"\",\"software_id\":\"s\"}";
        private static final String STRING =
                "{\"redirect_uris\":\"https://c.example/cb\",\"grant_types\":\"authorization_code\"}";

        @Test
        void emptyStringsAreRefusedUnlessTolerated() {
            refuses(EMPTY);
            refuses(EMPTY, ClientMetadataTolerance.STRING_AS_ARRAY);
            assertThat(ClientMetadata.parse(EMPTY, ClientMetadataTolerance.EMPTY_STRING_AS_ABSENT)
                            .toJson())
                    .isEqualTo("{\"software_id\":\"s\"}");
        }

        @Test
        void aStringInPlaceOfAnArrayIsRefusedUnlessTolerated() {
            refuses(STRING);
            refuses(STRING, ClientMetadataTolerance.EMPTY_STRING_AS_ABSENT);
            ClientMetadata read = ClientMetadata.parse(STRING, ClientMetadataTolerance.STRING_AS_ARRAY);
            assertThat(read.redirectUris()).containsExactly(new RedirectUri("https://c.example/cb"));
            assertThat(read.toJson())
                    .isEqualTo(
                            "{\"redirect_uris\":[\"https://c.example/cb\"],\"grant_types\":[\"authorization_code\"]}");
        }

        @Test
        void neitherLetsAHostileRedirectUriIn() {
            assertThat(refuses("{\"redirect_uris\":\"javascript:alert(1)\"}", ClientMetadataTolerance.values())
                            .error())
                    .isEqualTo(OAuthError.INVALID_REDIRECT_URI);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "/callback",
                "https://c.example/cb#f",
                "https://u@c.example/cb",
                "http://c.example/cb",
                "https://c.example/\\u0000",
                "https://c.example/a b",
                ""
            })
    void refusesARedirectUriThatNobodyShouldBeSentTo(String uri) {
        OAuthException refusal = refuses("{\"redirect_uris\":[\"https://c.example/ok\",\"" + uri + "\"]}");

        assertThat(refusal.error()).isEqualTo(OAuthError.INVALID_REDIRECT_URI);
        assertThat(refusal.reason()).isEqualTo(CoreReasons.CLIENT_METADATA_REDIRECT_URI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'grant_types':'authorization_code'}",
                "{'grant_types':[1]}",
                "{'response_types':{}}",
                "{'contacts':7}",
                "{'token_endpoint_auth_method':['none']}",
                "{'token_endpoint_auth_methods_supported':'none'}",
                "{'client_name':7}",
                "{'client_name':'  '}",
                "{'client_name':'a\\u0000b'}",
                "{'client_name':'a\\nb'}",
                "{'client_name':'safe\\u202eevil'}",
                "{'client_name':'safe\\u2066evil'}",
                "{'client_uri':'javascript:alert(1)'}",
                "{'logo_uri':'data:image/svg+xml,x'}",
                "{'tos_uri':'client.example/tos'}",
                "{'policy_uri':'https://u:p@client.example/'}",
                "{'jwks_uri':'http://client.example/jwks'}",
                "{'jwks_uri':'file:///etc/passwd'}",
                "{'jwks':'{}'}",
                "{'jwks':{'keys':[]},'jwks_uri':'https://client.example/jwks'}",
                "{'scope':['a']}",
                "{'scope':'a\\u0022b'}",
                "{'software_id':{}}",
                "{'application_type':1}"
            })
    void refusesUnusableMembersAndNamesThem(String text) {
        OAuthException refusal = refuses(text.replace('\'', '"'));

        assertThat(refusal.error()).isEqualTo(OAuthError.INVALID_CLIENT_METADATA);
        assertThat(refusal.reason()).isEqualTo(CoreReasons.CLIENT_METADATA_INVALID_MEMBERS);
        assertThat(refusal.description())
                .isEqualTo("not acceptable: " + text.substring(2, text.indexOf('\'', 2)))
                .matches("[ -~&&[^\"\\\\]]+");
        assertThat(refusal.facts().get("problems")).doesNotContain("evil").doesNotContain("passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{\"scope\":\"a\",\"scope\":\"b\"}", "redirect_uris=x"})
    void refusesWhatIsNoJsonObject(String text) {
        OAuthException refusal = refuses(text);

        assertThat(refusal.error()).isEqualTo(OAuthError.INVALID_CLIENT_METADATA);
        assertThat(refusal.reason()).isEqualTo(CoreReasons.CLIENT_METADATA_MALFORMED_JSON);
    }

    @Test
    void isBoundedInRedirectUrisAndName() {
        String uri = "\"https://c.example/cb\"";
        String hundred = uri + ("," + uri).repeat(99);
        assertThat(ClientMetadata.parse("{\"redirect_uris\":[" + hundred + "]}").redirectUris())
                .hasSize(100);
        refuses("{\"redirect_uris\":[" + hundred + "," + uri + "]}");
        refuses("{\"client_name\":\"" + "x".repeat(201) + "\"}");
    }

    @Test
    void changesASingleMember() {
        ClientMetadata metadata = ClientMetadata.parse("{\"scope\":\"a\",\"x\":1}");
        assertThat(metadata.toBuilder()
                        .grantTypes(List.of("refresh_token"))
                        .without("scope")
                        .build()
                        .toJson())
                .isEqualTo("{\"x\":1,\"grant_types\":[\"refresh_token\"]}");
        assertThat(metadata.toJson()).isEqualTo("{\"scope\":\"a\",\"x\":1}");
    }

    @Test
    void itsBuilderRefusesWhatItsParserWould() {
        assertThatThrownBy(() -> ClientMetadata.builder().clientName(" ").build())
                .isInstanceOf(InvalidDocumentException.class);
    }

    @Test
    void showsNamesOnlyInToString() {
        assertThat(ClientMetadata.parse("{\"client_name\":\"N\"}")).hasToString("ClientMetadata[client_name]");
    }

    private static OAuthException refuses(String text, ClientMetadataTolerance... tolerances) {
        return catchThrowableOfType(OAuthException.class, () -> ClientMetadata.parse(text, tolerances));
    }
}
