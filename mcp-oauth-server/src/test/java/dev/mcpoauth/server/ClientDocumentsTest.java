package dev.mcpoauth.server;

import static dev.mcpoauth.server.ClientProvocations.DOCUMENT;
import static dev.mcpoauth.server.ClientProvocations.document;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.fetch.DocumentResponse;
import dev.mcpoauth.server.fetch.UnusableResponseException;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.DomainPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Clients whose id is the URL of their metadata document")
class ClientDocumentsTest {
    private final TestServer as = new TestServer();

    private WebResponse begin(String clientId) {
        return as.get(authorize("client_id", clientId));
    }

    @Test
    void connectWithoutRegistration() {
        as.published.put(DOCUMENT, document(DOCUMENT));

        WebResponse tokens = as.redeem(as.code("client_id", DOCUMENT), "client_id", DOCUMENT);

        assertThat(tokens.status()).isEqualTo(200);
        WebResponse refreshed = as.form(
                "/token",
                "grant_type",
                "refresh_token",
                "client_id",
                DOCUMENT,
                "refresh_token",
                json(tokens).string("refresh_token").orElseThrow());
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(as.published.fetched).containsExactly(DOCUMENT);
        assertThat(as.store.clients().find(DOCUMENT))
                .as("nothing is registered")
                .isEmpty();
    }

    @Test
    void areShownWithTheHostThatPublishesThem() {
        String url = "https://xn--pple-43d.example:8443/client.json";
        as.published.put(url, document(url, "client_name", "Apple <b>"));

        Browser browser = as.browser();
        String page = browser.signIn(browser.open(authorize("client_id", url))).text();

        assertThat(page)
                .contains("<dt>Published by</dt>\n<dd><strong>xn--pple-43d.example:8443</strong></dd>")
                .contains("Apple &lt;b&gt;")
                .contains("nobody has checked it");
    }

    @Test
    void othersAreShownWithoutPublisher() {
        Browser browser = as.browser();

        assertThat(browser.signIn(browser.open(authorize())).text()).doesNotContain("Published by");
    }

    @Test
    void anOperatorsClientOfThatIdNeedsNoDocument() {
        TestServer operated =
                new TestServer(settings -> settings.client(ClientSettings.publicClient(DOCUMENT, REDIRECT)));

        assertThat(operated.get(authorize("client_id", DOCUMENT)).status()).isEqualTo(303);
        assertThat(operated.published.fetched).isEmpty();
    }

    @Nested
    @DisplayName("the URL (§3)")
    class Url {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://app.example",
                    "https://app.example?x=/",
                    "https://app.example#/",
                    "https://app.example/client.json#me",
                    "https://user@app.example/client.json",
                    "https://user:pw@app.example/client.json",
                    "https://app.example@evil.example/client.json",
                    "https://app.example/./client.json",
                    "https://app.example/a/../client.json",
                    "https://app.example/a/%2e%2E/client.json",
                    "https://app.example/a/.%2e",
                    "https://app.example/..",
                    "https://app.example./client.json",
                    "https://app.example:0/client.json",
                    "https://app.example:65536/client.json",
                    "https://app.example:x/client.json",
                    "https:///client.json",
                    "https://",
                    "https://[::1/x",
                    "https://app_example/x",
                    "https://app.example/a b",
                    "https://äpp.example/x",
                    "https://app.example/%zz",
                    "https://app.example\\@evil.example/x",
                })
        void ofAnotherShapeIsNeverFetched(String clientId) {
            WebResponse response = begin(clientId);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("Location")).isEmpty();
            assertThat(as.published.fetched).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://app.example/client.json",
                    "HTTPS://app.example/client.json",
                    "ftp://app.example/client.json",
                    "http://localhost/client.json",
                    "http://127.0.0.1:8080/client.json",
                    "app.example/client.json"
                })
        void ofAnotherSchemeIsNoDocument(String clientId) {
            assertThat(begin(clientId).status()).isEqualTo(400);
            assertThat(as.published.fetched).isEmpty();
            assertThat(as.lastReason()).isEqualTo("client.unknown");
        }

        @Test
        void longerThanAStoreTakesIsNeverFetched() {
            begin("https://app.example/" + "a".repeat(500));

            assertThat(as.published.fetched).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://app.example/",
                    "https://app.example/client.json",
                    "https://app.example:8443/client.json",
                    "https://app.example/client.json?v=1",
                    "https://app.example/a//b",
                    "https://app.example/.well-known/client",
                    "https://app.example/%20",
                    "https://93.184.216.34/x",
                })
        void ofTheRightShapeIs(String clientId) {
            as.published.put(clientId, document(clientId));

            assertThat(begin(clientId).status()).isEqualTo(303);
        }

        @Test
        void isComparedCharacterByCharacter() {
            as.published.put(DOCUMENT, document(DOCUMENT));
            String code = as.code("client_id", DOCUMENT);
            String alias = "https://app.example:443/client.json";
            as.published.put(alias, document(alias));

            assertThat(error(as.redeem(code, "client_id", alias))).isEqualTo("invalid_grant");
            assertThat(as.lastReason()).isEqualTo("code.other-client");
        }
    }

    @Nested
    @DisplayName("the document (§4)")
    class Document {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "[]",
                    "<html></html>",
                    "{}",
                    "{\"redirect_uris\":[\"https://client.example/callback\"]}",
                    "{\"client_id\":\"https://app.example/other.json\",\"redirect_uris\":[\"https://client.example/callback\"]}",
                    "{\"client_id\":\"https://app.example:443/client.json\",\"redirect_uris\":[\"https://client.example/callback\"]}",
                    "{\"client_id\":\"HTTPS://app.example/client.json\",\"redirect_uris\":[\"https://client.example/callback\"]}",
                    "{\"client_id\":[\"https://app.example/client.json\"],\"redirect_uris\":[\"https://client.example/callback\"]}",
                    "{\"client_id\":\"https://app.example/client.json\"}",
                    "{\"client_id\":\"https://app.example/client.json\",\"redirect_uris\":[]}",
                })
        void thatDoesNotDescribeThisClientIsRefused(String text) {
            as.published.put(DOCUMENT, text);

            WebResponse response = begin(DOCUMENT);

            assertThat(response.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("client-document.unusable");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "client_secret | s",
                    "client_secret_expires_at | 0",
                    "token_endpoint_auth_method | client_secret_basic",
                    "token_endpoint_auth_method | client_secret_post",
                    "token_endpoint_auth_method | client_secret_jwt",
                    "token_endpoint_auth_method | tls_client_auth",
                    "token_endpoint_auth_method | private_key_jwt",
                    "redirect_uris | javascript:alert(1)",
                    "redirect_uris | http://evil.example/",
                    "redirect_uris | data:text/html,x",
                    "client_uri | javascript:alert(1)",
                    "logo_uri | data:image/png,x",
                    "grant_types | client_credentials",
                    "grant_types | password",
                    "response_types | token",
                    "scope | a\"b",
                })
        void thatAsksForWhatNoStrangerGetsIsRefused(String member, String value) {
            as.published.put(DOCUMENT, document(DOCUMENT, member, value));

            assertThat(begin(DOCUMENT).status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("client-document.unusable");
        }

        @Test
        void withPrivateKeysIsRefused() {
            JsonObject leaked = JsonObject.builder()
                    .put("keys", List.of(JsonObject.parse(Assertions.EC.toJSONString())))
                    .build();
            for (String method : List.of("private_key_jwt", "none")) {
                TestServer fresh = new TestServer();
                fresh.published.put(DOCUMENT, document(DOCUMENT, "token_endpoint_auth_method", method, "jwks", leaked));

                WebResponse response = fresh.get(authorize("client_id", DOCUMENT));

                assertThat(response.status()).as(method).isEqualTo(400);
                assertThat(response.text()).contains("private key");
            }
        }

        @Test
        void thatIsNotThereIsLookedForAgainAfterAPause() {
            as.published.put(DOCUMENT, DocumentResponse.of(404, Map.of(), new byte[0]));
            assertThat(begin(DOCUMENT).text()).contains("HTTP status 404");
            as.published.put(DOCUMENT, document(DOCUMENT));

            assertThat(begin(DOCUMENT).status()).isEqualTo(400);
            as.advance(Duration.ofSeconds(15));
            assertThat(begin(DOCUMENT).status()).isEqualTo(303);
            assertThat(as.published.fetched).hasSize(2);
        }

        @Test
        void thatChangesCountsAsItIsNow() {
            as.published.put(DOCUMENT, document(DOCUMENT));
            assertThat(begin(DOCUMENT).status()).isEqualTo(303);
            as.published.put(DOCUMENT, document(DOCUMENT, "redirect_uris", List.of("https://moved.example/cb")));
            as.advance(Duration.ofHours(1));

            assertThat(begin(DOCUMENT).status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("redirect.not-registered");
        }

        @Test
        void withoutMethodIsOfAPublicClient() {
            JsonObject silent = document(DOCUMENT).toBuilder()
                    .remove("token_endpoint_auth_method")
                    .build();
            as.published.put(DOCUMENT, silent);

            assertThat(as.redeem(as.code("client_id", DOCUMENT), "client_id", DOCUMENT)
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void isNeverRedirectedToBeforeAPersonTookPart() {
            as.published.put(DOCUMENT, document(DOCUMENT));

            WebResponse response = as.get(authorize("client_id", DOCUMENT, "prompt", "none"));

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("Location")).isEmpty();
        }
    }

    @Nested
    @DisplayName("an outage of the document's host (§5.1)")
    class Outage {

        @Test
        void isNoRefusal() {
            for (WebResponse response : List.of(
                    begin(DOCUMENT),
                    as.redeem("x", "client_id", DOCUMENT),
                    as.form("/revoke", "client_id", DOCUMENT, "token", "x"))) {
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.header("Retry-After")).isPresent();
                assertThat(response.text()).doesNotContain("invalid_", "no route");
            }
        }

        @Test
        void isNotNoticedByWhoWasThereBefore() {
            as.published.put(DOCUMENT, document(DOCUMENT));
            String refresh = json(as.redeem(as.code("client_id", DOCUMENT), "client_id", DOCUMENT))
                    .string("refresh_token")
                    .orElseThrow();
            as.published.fail(DOCUMENT, new IOException("connection refused"));
            as.advance(Duration.ofHours(20));

            WebResponse refreshed =
                    as.form("/token", "grant_type", "refresh_token", "client_id", DOCUMENT, "refresh_token", refresh);

            assertThat(refreshed.status()).isEqualTo(200);
            assertThat(as.reasons()).contains("fetch.failed");
        }

        @Test
        void isOverAsSoonAsTheHostAnswers() {
            assertThat(begin(DOCUMENT).status()).isEqualTo(503);
            as.published.put(DOCUMENT, document(DOCUMENT));
            as.advance(Duration.ofSeconds(15));

            assertThat(begin(DOCUMENT).status()).isEqualTo(303);
        }

        @Test
        void tellsThePeerNothingAboutTheNetwork() {
            as.published.fail(DOCUMENT, new IOException("10.1.2.3:22 said SSH-2.0"));

            assertThat(begin(DOCUMENT).text()).doesNotContain("10.1.2.3", "SSH");
            assertThat(as.events.toString()).contains("10.1.2.3");
        }

        @Test
        void aDocumentThatTheFetcherFindsTooLargeIsTheClientsFault() {
            as.published.fail(DOCUMENT, new UnusableResponseException("the document is larger than 16384 bytes"));

            assertThat(begin(DOCUMENT).status()).isEqualTo(400);
            assertThat(error(as.redeem("x", "client_id", DOCUMENT))).isEqualTo("invalid_client");
        }
    }

    @Nested
    @DisplayName("the domain policy (§8.9)")
    class Domains {

        private int status(DomainPolicy policy, String clientId) {
            TestServer tested = new TestServer(settings -> settings.clientDocuments(policy));
            tested.published.put(clientId, document(clientId));
            int status = tested.get(authorize("client_id", clientId)).status();
            assertThat(tested.published.fetched).hasSize(status == 303 ? 1 : 0);
            return status;
        }

        @ParameterizedTest
        @CsvSource({
            "https://app.example/x, 303",
            "https://APP.example/x, 303",
            "https://a.trusted.example/x, 303",
            "https://a.b.trusted.example/x, 303",
            "https://trusted.example/x, 400",
            "https://nottrusted.example/x, 400",
            "https://sub.app.example/x, 400",
            "https://app.example.evil.example/x, 400",
            "https://bad.trusted.example/x, 400",
            "https://BAD.trusted.example/x, 400",
            "https://worse.bad.trusted.example/x, 303",
        })
        void allowsTheNamedDomainsOnly(String clientId, int status) {
            DomainPolicy policy =
                    DomainPolicy.only("app.example", "*.trusted.example").except("bad.trusted.example");

            assertThat(status(policy, clientId)).isEqualTo(status);
        }

        @Test
        void allowsAllButTheDeniedOnes() {
            DomainPolicy policy = DomainPolicy.any().except("evil.example", "*.evil.example");

            assertThat(status(policy, "https://app.example/x")).isEqualTo(303);
            assertThat(status(policy, "https://evil.example/x")).isEqualTo(400);
            assertThat(status(policy, "https://a.evil.example/x")).isEqualTo(400);
        }

        @Test
        void noneMeansThatNothingIsFetchedAndTheMetadataSaysSo() {
            assertThat(status(DomainPolicy.none(), DOCUMENT)).isEqualTo(400);
            TestServer closed = new TestServer(settings -> settings.clientDocuments(DomainPolicy.none()));
            assertThat(json(closed.get("/.well-known/oauth-authorization-server"))
                            .bool("client_id_metadata_document_supported"))
                    .contains(false);
        }
    }

    @Test
    void theTextsOfAResponseAreUtf8() {
        as.published.put(
                DOCUMENT,
                DocumentResponse.of(
                        200,
                        Map.of("Content-Type", "application/json"),
                        document(DOCUMENT, "client_name", "Grüße").toJson().getBytes(UTF_8)));
        Browser browser = as.browser();

        assertThat(browser.open(authorize("client_id", DOCUMENT)).text()).contains("Grüße");
        assertThat(parameters(browser.signInAndApprove(authorize("client_id", DOCUMENT)))
                        .has("code"))
                .isTrue();
    }
}
