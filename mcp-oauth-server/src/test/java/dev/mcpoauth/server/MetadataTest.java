package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.CorsPolicy;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.Tolerance;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Metadata (RFC 8414, RFC 9728) and CORS")
class MetadataTest {
    private final TestServer as = new TestServer();

    @Test
    void listsWhatIsWiredAndNothingElse() {
        WebResponse response = as.get("/.well-known/oauth-authorization-server");
        JsonObject document = json(response);

        assertThat(response.header("Content-Type")).contains("application/json");
        assertThat(response.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(document.string("issuer")).contains("https://as.example");
        assertThat(document.string("authorization_endpoint")).contains("https://as.example/authorize");
        assertThat(document.string("token_endpoint")).contains("https://as.example/token");
        assertThat(document.string("revocation_endpoint")).contains("https://as.example/revoke");
        assertThat(document.string("registration_endpoint")).contains("https://as.example/register");
        assertThat(document.strings("response_types_supported")).contains(List.of("code"));
        assertThat(document.strings("grant_types_supported"))
                .contains(List.of("authorization_code", "refresh_token", "client_credentials"));
        assertThat(document.strings("token_endpoint_auth_methods_supported"))
                .contains(List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt"));
        assertThat(document.strings("code_challenge_methods_supported")).contains(List.of("S256"));
        assertThat(document.strings("scopes_supported")).contains(List.of("db:read", "db:write"));
        assertThat(document.bool("authorization_response_iss_parameter_supported"))
                .contains(true);
        assertThat(document.bool("client_id_metadata_document_supported")).contains(true);
        assertThat(document.names())
                .doesNotContain("jwks_uri", "introspection_endpoint", "require_pushed_authorization_requests");
    }

    @Test
    void everyEndpointThatItListsAnswers() {
        JsonObject document = json(as.get("/.well-known/oauth-authorization-server"));

        document.names().stream().filter(name -> name.endsWith("_endpoint")).forEach(name -> {
            String path = URI.create(document.string(name).orElseThrow()).getPath();
            assertThat(as.get(path).status()).as(name).isNotEqualTo(404);
        });
    }

    @Test
    void closedRegistrationIsNeitherListedNorServed() {
        TestServer closed = new TestServer(settings -> settings.openRegistration(false));

        assertThat(json(closed.get("/.well-known/oauth-authorization-server")).has("registration_endpoint"))
                .isFalse();
        assertThat(closed.register("{\"redirect_uris\":[\"https://a.example/\"]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void plainIsListedOnlyWhereItIsAccepted() {
        TestServer weak = new TestServer(settings -> settings.tolerate(Tolerance.DANGEROUS_PLAIN_PKCE));

        assertThat(json(weak.get("/.well-known/openid-configuration")).strings("code_challenge_methods_supported"))
                .contains(List.of("S256", "plain"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host.example",
                "https://host.example/",
                "https://host.example/tenant1",
                "https://host.example/tenant1/",
                "https://host.example:8443/a/b",
                "http://localhost:8080"
            })
    void theIssuerIsTheSameTextWhereverAClientLooks(String issuer) {
        TestServer own = new TestServer(settings -> settings.issuer(issuer));

        for (URI location : WellKnownUris.servedByAuthorizationServer(new Issuer(issuer))) {
            JsonObject document = json(own.get(location.getRawPath()));
            assertThat(document.string("issuer")).as("%s", location).contains(issuer);
            String token = document.string("token_endpoint").orElseThrow();
            assertThat(token).startsWith(issuer).endsWith("/token").doesNotContain("//token");
            assertThat(own.get(URI.create(token).getRawPath()).status()).isEqualTo(405);
        }
        assertThat(own.get("/authorize").status())
                .as("alias for clients that guess")
                .isEqualTo(400);
    }

    @Test
    void resourcesAreDescribedAtTheirPathAndTheFirstAtTheRoot() {
        TestServer two = new TestServer(
                settings -> settings.resource(ResourceSettings.of("https://as.example/other/mcp", Scope.of("x", "y")))
                        .resource(ResourceSettings.of("https://elsewhere.example/far", Scope.of("z"))));

        JsonObject first = json(two.get("/.well-known/oauth-protected-resource/mcp"));
        assertThat(first.string("resource")).contains(TestServer.RESOURCE);
        assertThat(first.strings("authorization_servers")).contains(List.of(TestServer.ISSUER));
        assertThat(first.strings("scopes_supported")).contains(List.of("db:read"));
        assertThat(json(two.get("/.well-known/oauth-protected-resource"))).isEqualTo(first);
        assertThat(json(two.get("/.well-known/oauth-protected-resource/other/mcp"))
                        .string("resource"))
                .contains("https://as.example/other/mcp");
        assertThat(two.get("/.well-known/oauth-protected-resource/far").status())
                .isEqualTo(404);
        WellKnownUris.forProtectedResource(new ResourceIndicator("https://as.example/other/mcp"))
                .forEach(uri -> assertThat(two.get(uri.getRawPath()).status()).isEqualTo(200));
    }

    @Test
    void clientsThatTakeTheResourcesPathForTheIssuersFindTheServer() {
        assertThat(json(as.get("/.well-known/oauth-authorization-server/mcp")).string("issuer"))
                .contains(TestServer.ISSUER);
        assertThat(json(as.get("/.well-known/openid-configuration/mcp")).string("issuer"))
                .contains(TestServer.ISSUER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "as.example:1", "as.example, evil.example"})
    void theHostHeaderChangesNothing(String host) {
        WebResponse response = as.server.handle(WebRequest.of(
                "GET",
                "/.well-known/oauth-authorization-server",
                "",
                Map.of(
                        "Host",
                        List.of(host),
                        "X-Forwarded-Host",
                        List.of(host),
                        "Forwarded",
                        List.of("host=" + host))));

        assertThat(response.text()).doesNotContain("evil.example", "as.example:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/",
                "/.well-known/oauth-authorization-server/..",
                "/.well-known/oauth-authorization-server/evil",
                "/.well-known/oauth-protected-resource/mcp/",
                "/.well-known/oauth-protected-resource/%6dcp",
                "/.well-known//oauth-protected-resource",
                "/.well-known/",
                "//token",
                "/token/",
                "/token;x=y",
                "/TOKEN"
            })
    void pathsAreTakenLiterally(String path) {
        assertThat(as.get(path).status()).isEqualTo(404);
    }

    private static WebResponse preflight(TestServer server, String path, String origin) {
        return server.server.handle(WebRequest.of(
                "OPTIONS",
                path,
                "",
                Map.of(
                        "Origin",
                        List.of(origin),
                        "Access-Control-Request-Method",
                        List.of("POST"),
                        "Access-Control-Request-Headers",
                        List.of("authorization, mcp-protocol-version"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/token",
                "/register",
                "/revoke",
                "/.well-known/oauth-authorization-server",
                "/.well-known/oauth-protected-resource/mcp"
            })
    @DisplayName("a preflight is answered before authentication, and errors are readable (MCP Inspector)")
    void scriptsOfOtherOriginsMayCall(String path) {
        WebResponse response = preflight(as, path, "http://localhost:6274");

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(response.header("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization", "DPoP", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name");
        assertThat(response.header("Access-Control-Allow-Credentials")).isEmpty();
        WebResponse error = as.form("/token");
        assertThat(error.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(error.header("Access-Control-Expose-Headers").orElseThrow())
                .contains("WWW-Authenticate", "DPoP-Nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/authorize", "/authorize/interaction"})
    @DisplayName("the pages are not open to scripts (RFC 9700 §2.6)")
    void pagesAreNotOpenToScripts(String path) {
        assertThat(preflight(as, path, "https://evil.example").header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void aListOfOriginsIsKept() {
        TestServer listed =
                new TestServer(settings -> settings.cors(CorsPolicy.origins(Set.of("https://good.example"))));

        assertThat(preflight(listed, "/token", "https://good.example").header("Access-Control-Allow-Origin"))
                .contains("https://good.example");
        assertThat(preflight(listed, "/token", "https://evil.example").header("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(listed.get("/.well-known/oauth-authorization-server").header("Vary"))
                .contains("Origin");
        TestServer none = new TestServer(settings -> settings.cors(CorsPolicy.none()));
        assertThat(preflight(none, "/token", "https://good.example").header("Access-Control-Allow-Origin"))
                .isEmpty();
    }
}
