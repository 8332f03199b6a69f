package dev.mcpoauth.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDocumentsTest {

    @Nested
    @DisplayName("RFC 8414")
    class AuthorizationServer {
        @Test
        void keepsMembersThatNobodyKnowsThroughARoundTrip() {
            String text =
                    "{\"issuer\":\"https://as.example\",\"x\":{\"y\":[1,null,2.50]},\"scopes_supported\":[\"a\"]}";
            AuthorizationServerMetadata metadata = AuthorizationServerMetadata.parse(text);

            assertThat(metadata.toJson()).isEqualTo(text);
            assertThat(AuthorizationServerMetadata.parse(metadata.toJson())).isEqualTo(metadata);
        }

        @Test
        void readsWhatItsBuilderWrote() {
            AuthorizationServerMetadata metadata = AuthorizationServerMetadata.builder(
                            new Issuer("https://as.example/t/"))
                    .authorizationEndpoint(URI.create("https://as.example/authorize"))
                    .tokenEndpoint(URI.create("https://as.example/token"))
                    .jwksUri(URI.create("https://as.example/jwks"))
                    .registrationEndpoint(URI.create("https://as.example/register"))
                    .revocationEndpoint(URI.create("https://as.example/revoke"))
                    .introspectionEndpoint(URI.create("https://as.example/introspect"))
                    .pushedAuthorizationRequestEndpoint(URI.create("https://as.example/par"))
                    .deviceAuthorizationEndpoint(URI.create("https://as.example/device"))
                    .scopesSupported(List.of("db:read"))
                    .responseTypesSupported(List.of("code"))
                    .grantTypesSupported(List.of("authorization_code", "refresh_token"))
                    .tokenEndpointAuthMethodsSupported(List.of("none"))
                    .codeChallengeMethodsSupported(List.of("S256"))
                    .authorizationResponseIssParameterSupported(true)
                    .clientIdMetadataDocumentSupported(true)
                    .member("require_pushed_authorization_requests", true)
                    .member("userinfo_endpoint", "https://as.example/userinfo")
                    .member("dpop_signing_alg_values_supported", List.of("ES256"))
                    .member("token_endpoint_auth_signing_alg_values_supported", List.of("RS256"))
                    .build();

            AuthorizationServerMetadata read = AuthorizationServerMetadata.parse(metadata.toJson());
            assertThat(read).isEqualTo(metadata).hasSameHashCodeAs(metadata);
            assertThat(read.issuer().value()).isEqualTo("https://as.example/t/");
            assertThat(read.authorizationEndpoint()).contains(URI.create("https://as.example/authorize"));
            assertThat(read.tokenEndpoint()).contains(URI.create("https://as.example/token"));
            assertThat(read.jwksUri()).contains(URI.create("https://as.example/jwks"));
            assertThat(read.registrationEndpoint()).contains(URI.create("https://as.example/register"));
            assertThat(read.revocationEndpoint()).contains(URI.create("https://as.example/revoke"));
            assertThat(read.introspectionEndpoint()).contains(URI.create("https://as.example/introspect"));
            assertThat(read.pushedAuthorizationRequestEndpoint()).contains(URI.create("https://as.example/par"));
            assertThat(read.deviceAuthorizationEndpoint()).contains(URI.create("https://as.example/device"));
            assertThat(read.userinfoEndpoint()).contains(URI.create("https://as.example/userinfo"));
            assertThat(read.scopesSupported()).containsExactly("db:read");
            assertThat(read.responseTypesSupported()).containsExactly("code");
            assertThat(read.grantTypesSupported()).containsExactly("authorization_code", "refresh_token");
            assertThat(read.tokenEndpointAuthMethodsSupported()).containsExactly("none");
            assertThat(read.tokenEndpointAuthSigningAlgValuesSupported()).containsExactly("RS256");
            assertThat(read.codeChallengeMethodsSupported()).containsExactly("S256");
            assertThat(read.dpopSigningAlgValuesSupported()).containsExactly("ES256");
            assertThat(read.authorizationResponseIssParameterSupported()).isTrue();
            assertThat(read.clientIdMetadataDocumentSupported()).isTrue();
            assertThat(read.requirePushedAuthorizationRequests()).isTrue();
        }

        @Test
        @DisplayName("RFC 8414 §2: defaults for omitted members")
        void appliesTheDefaultsOfTheRfc() {
            AuthorizationServerMetadata metadata = AuthorizationServerMetadata.parse(
                    "{\"issuer\":\"https://as.example\",\"registration_endpoint\":null}");

            assertThat(metadata.grantTypesSupported()).containsExactly("authorization_code", "implicit");
            assertThat(metadata.tokenEndpointAuthMethodsSupported()).containsExactly("client_secret_basic");
            assertThat(metadata.codeChallengeMethodsSupported()).isEmpty();
            assertThat(metadata.registrationEndpoint()).isEmpty();
            assertThat(metadata.authorizationResponseIssParameterSupported()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{'issuer':null}",
                    "{'issuer':7}",
                    "{'issuer':'as.example'}",
                    "{'issuer':'http://as.example'}",
                    "{'issuer':'https://as.example?x'}",
                    "{'issuer':'https://as.example','token_endpoint':''}",
                    "{'issuer':'https://as.example','token_endpoint':7}",
                    "{'issuer':'https://as.example','token_endpoint':'/token'}",
                    "{'issuer':'https://as.example','token_endpoint':'http://as.example/token'}",
                    "{'issuer':'https://as.example','token_endpoint':'https://u:p@as.example/token'}",
                    "{'issuer':'https://as.example','token_endpoint':'https://as.example/token#f'}",
                    "{'issuer':'https://as.example','authorization_endpoint':'javascript:alert(1)'}",
                    "{'issuer':'https://as.example','authorization_endpoint':'file:///bin/sh'}",
                    "{'issuer':'https://as.example','authorization_endpoint':'https://as.example/$(touch x)'}",
                    "{'issuer':'https://as.example','registration_endpoint':['https://as.example/r']}",
                    "{'issuer':'https://as.example','scopes_supported':'a b'}",
                    "{'issuer':'https://as.example','scopes_supported':['a',1]}",
                    "{'issuer':'https://as.example','code_challenge_methods_supported':{}}",
                    "{'issuer':'https://as.example','client_id_metadata_document_supported':'true'}"
                })
        void refusesUnusableMembers(String text) {
            assertThat(refusal(() -> AuthorizationServerMetadata.parse(text.replace('\'', '"'))))
                    .isEqualTo(CoreReasons.DOCUMENT_INVALID_MEMBERS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "<html>",
                    "[]",
                    "\"x\"",
                    "{\"issuer\":\"https://as.example\"",
                    "{\"issuer\":\"https://as.example\",\"issuer\":\"https://evil.example\"}",
                    "{\"issuer\":\"https://as.example\"} {}"
                })
        void refusesWhatIsNoJsonObject(String text) {
            assertThat(refusal(() -> AuthorizationServerMetadata.parse(text)))
                    .isEqualTo(CoreReasons.DOCUMENT_MALFORMED_JSON);
        }

        @Test
        void isBoundedInSizeDepthAndCount() {
            assertThat(refusal(() -> AuthorizationServerMetadata.parse(new byte[(1 << 20) + 1])))
                    .isEqualTo(CoreReasons.DOCUMENT_MALFORMED_JSON);
            assertThat(refusal(() -> AuthorizationServerMetadata.parse("{\"x\":".repeat(40) + "1" + "}".repeat(40))))
                    .isEqualTo(CoreReasons.DOCUMENT_MALFORMED_JSON);
            assertThat(refusal(() -> AuthorizationServerMetadata.builder(new Issuer("https://as.example"))
                            .scopesSupported(Collections.nCopies(1_001, "s"))
                            .build()))
                    .isEqualTo(CoreReasons.DOCUMENT_INVALID_MEMBERS);
        }

        @Test
        void reportsAllProblemsTogetherWithoutValues() {
            InvalidDocumentException refusal = catchThrowableOfType(
                    InvalidDocumentException.class,
                    () -> AuthorizationServerMetadata.parse(
                            "{\"issuer\":7,\"token_endpoint\":\"http://SECRET.example/\"}"));
            assertThat(refusal).hasMessageContainingAll("issuer", "token_endpoint");
            assertThat(refusal.getMessage()).doesNotContain("SECRET");
        }

        @ParameterizedTest
        @CsvSource({
            "https://as.example,https://as.example,true,true",
            "https://as.example,https://as.example/,false,true",
            "https://as.example/t/,https://as.example/t,false,true",
            "https://as.example,https://AS.example,false,false",
            "https://as.example,https://as.example:443,false,false",
            "https://as.example/t,https://as.example/T,false,false",
            "https://as.example,https://attacker.example.com,false,false",
            "https://as.example/t,https://as.example,false,false",
            "https://as.example,https://as.example//,false,false"
        })
        @DisplayName("RFC 8414 §3.3: the issuer is identical")
        void comparesTheIssuer(String asked, String named, boolean exact, boolean tolerant) {
            AuthorizationServerMetadata metadata =
                    AuthorizationServerMetadata.builder(new Issuer(named)).build();
            Issuer expected = new Issuer(asked);

            assertThat(refused(() -> metadata.requireIssuer(expected, IssuerMatch.EXACT)))
                    .isEqualTo(!exact);
            assertThat(refused(() -> metadata.requireIssuer(expected, IssuerMatch.TOLERATING_TRAILING_SLASH)))
                    .isEqualTo(!tolerant);
        }

        @Test
        void namesTheIssuerMismatch() {
            AuthorizationServerMetadata metadata = AuthorizationServerMetadata.builder(new Issuer("https://a.example"))
                    .build();
            assertThat(refusal(() -> metadata.requireIssuer(new Issuer("https://b.example"), IssuerMatch.EXACT)))
                    .isEqualTo(CoreReasons.METADATA_ISSUER_MISMATCH);
        }
    }

    @Nested
    @DisplayName("RFC 9728")
    class ProtectedResource {
        @Test
        void readsWhatItsBuilderWrote() {
            ProtectedResourceMetadata metadata = ProtectedResourceMetadata.builder(
                            new ResourceIndicator("https://rs.example/mcp"))
                    .authorizationServers(List.of(new Issuer("https://as.example"), new Issuer("https://as2.example/")))
                    .scopesSupported(List.of("db:read", "db:write"))
                    .bearerMethodsSupported(List.of("header"))
                    .resourceName("Database")
                    .resourceDocumentation(URI.create("https://rs.example/docs"))
                    .member("jwks_uri", "https://rs.example/jwks")
                    .member("dpop_signing_alg_values_supported", List.of("ES256"))
                    .member("dpop_bound_access_tokens_required", true)
                    .build();

            ProtectedResourceMetadata read = ProtectedResourceMetadata.parse(metadata.toJson());
            assertThat(read).isEqualTo(metadata).hasSameHashCodeAs(metadata);
            assertThat(read.resource().value()).isEqualTo("https://rs.example/mcp");
            assertThat(read.authorizationServers())
                    .extracting(Issuer::value)
                    .containsExactly("https://as.example", "https://as2.example/");
            assertThat(read.scopesSupported()).containsExactly("db:read", "db:write");
            assertThat(read.bearerMethodsSupported()).containsExactly("header");
            assertThat(read.resourceName()).contains("Database");
            assertThat(read.resourceDocumentation()).contains(URI.create("https://rs.example/docs"));
            assertThat(read.jwksUri()).contains(URI.create("https://rs.example/jwks"));
            assertThat(read.dpopSigningAlgValuesSupported()).containsExactly("ES256");
            assertThat(read.dpopBoundAccessTokensRequired()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{'resource':null}",
                    "{'resource':'/mcp'}",
                    "{'resource':'https://rs.example/mcp#f'}",
                    "{'resource':'https://rs.example/mcp','authorization_servers':'https://as.example'}",
                    "{'resource':'https://rs.example/mcp','authorization_servers':['as.example']}",
                    "{'resource':'https://rs.example/mcp','authorization_servers':['https://as.example','file:///x']}",
                    "{'resource':'https://rs.example/mcp','resource_documentation':'javascript:alert(1)'}",
                    "{'resource':'https://rs.example/mcp','resource_name':7}",
                    "{'resource':'https://rs.example/mcp','scopes_supported':{}}",
                    "{'resource':'https://rs.example/mcp','dpop_bound_access_tokens_required':1}"
                })
        void refusesUnusableMembers(String text) {
            assertThat(refusal(() -> ProtectedResourceMetadata.parse(text.replace('\'', '"'))))
                    .isEqualTo(CoreReasons.DOCUMENT_INVALID_MEMBERS);
        }

        @ParameterizedTest
        @CsvSource({
            "https://rs.example/mcp,https://rs.example/mcp,true,true",
            "https://rs.example/mcp,https://rs.example/mcp/,false,true",
            "https://rs.example/mcp,https://RS.example:443/mcp,false,true",
            "https://rs.example/mcp,https://rs.example,false,true",
            "https://rs.example/mcp,https://rs.example/,false,true",
            "https://rs.example/a/b/c,https://rs.example/a/b,false,true",
            "https://rs.example/a/b/c?x=y,https://rs.example/a,false,true",
            "https://rs.example/mcp,https://rs.example/mc,false,false",
            "https://rs.example/mcp,https://rs.example/mcp/other,false,false",
            "https://rs.example/mcp,https://rs.example/other,false,false",
            "https://rs.example/mcp,https://rs.example/?q,false,false",
            "https://rs.example/mcp,http://rs.example,false,false",
            "https://rs.example/mcp,https://rs.example:8443,false,false",
            "https://rs.example/mcp,https://evil.example,false,false",
            "https://rs.example/MCP/x,https://rs.example/mcp,false,false",
            "https://rs.example/a/../b,https://rs.example/a,false,false",
            "https://rs.example/a/%2E%2e/b,https://rs.example/a,false,false",
            "https://rs.example/a/./b,https://rs.example/a,false,false",
            "https://rs.example/a/..b,https://rs.example/a,false,true"
        })
        @DisplayName("RFC 9728 §3.3: the resource is identical")
        void comparesTheResource(String asked, String named, boolean exact, boolean tolerant) {
            ProtectedResourceMetadata metadata = ProtectedResourceMetadata.builder(new ResourceIndicator(named))
                    .build();
            ResourceIndicator expected = new ResourceIndicator(asked);

            assertThat(refused(() -> metadata.requireResource(expected, ResourceMatch.EXACT)))
                    .isEqualTo(!exact);
            assertThat(refused(() -> metadata.requireResource(expected, ResourceMatch.TOLERATING_PARENT_PATH)))
                    .isEqualTo(!tolerant);
        }

        @Test
        void namesTheResourceMismatch() {
            ProtectedResourceMetadata metadata = ProtectedResourceMetadata.builder(
                            new ResourceIndicator("https://a.example"))
                    .build();
            assertThat(refusal(() -> metadata.requireResource(
                            new ResourceIndicator("https://b.example"), ResourceMatch.TOLERATING_PARENT_PATH)))
                    .isEqualTo(CoreReasons.METADATA_RESOURCE_MISMATCH);
        }
    }

    private static boolean refused(Runnable action) {
        try {
            action.run();
            return false;
        } catch (InvalidDocumentException e) {
            return true;
        }
    }

    private static Reason refusal(ThrowingCallable action) {
        return catchThrowableOfType(InvalidDocumentException.class, action).reason();
    }
}
