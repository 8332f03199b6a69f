package dev.mcpoauth.server;

import static dev.mcpoauth.server.EveryReasonTest.on;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.fetch.RefusedAddressException;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.DomainPolicy;
import dev.mcpoauth.server.settings.FetchSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Requests for {@link EveryReasonTest} by clients that documents or keys identify. */
final class ClientProvocations {
    static final String DOCUMENT = "https://app.example/client.json";
    private static final String KEYS = "https://app.example/jwks.json";

    private ClientProvocations() {}

    static JsonObject document(String url, Object... more) {
        JsonObject.Builder json = JsonObject.builder()
                .put("client_id", url)
                .put("client_name", "Described")
                .put("redirect_uris", List.of(REDIRECT))
                .put("token_endpoint_auth_method", "none");
        for (int i = 0; i < more.length; i += 2) {
            json.put(String.valueOf(more[i]), more[i + 1]);
        }
        return json.build();
    }

    private static WebResponse begin(TestServer as) {
        return as.get(authorize("client_id", DOCUMENT));
    }

    private static WebResponse described(TestServer as) {
        as.published.put(DOCUMENT, document(DOCUMENT));
        return begin(as);
    }

    /** A client that registered these keys. */
    private static String keyed(TestServer as) {
        return json(as.register(JsonObject.builder()
                        .put("redirect_uris", List.of(REDIRECT))
                        .put("token_endpoint_auth_method", "private_key_jwt")
                        .put("jwks", Assertions.jwks(Assertions.EC, Assertions.RSA))
                        .build()
                        .toJson()))
                .string("client_id")
                .orElseThrow();
    }

    private static WebResponse asserting(TestServer as, String assertion) {
        return as.redeem("x", "client_id", "", "client_assertion_type", Assertions.TYPE, "client_assertion", assertion);
    }

    private static Function<TestServer, WebResponse> claiming(Object... changes) {
        return as -> {
            Map<String, Object> claims = Assertions.claims(keyed(as), as.now(), changes);
            return asserting(as, Assertions.sign(Assertions.EC, claims));
        };
    }

    private static Function<TestServer, WebResponse> headed(JWSHeader header) {
        return as -> asserting(as, Assertions.sign(Assertions.EC, header, Assertions.claims(keyed(as), as.now())));
    }

    /** A document whose keys are elsewhere. */
    private static WebResponse withKeysElsewhere(TestServer as) {
        as.published.put(
                DOCUMENT, document(DOCUMENT, "token_endpoint_auth_method", "private_key_jwt", "jwks_uri", KEYS));
        return asserting(as, Assertions.sign(Assertions.EC, Assertions.claims(DOCUMENT, as.now())));
    }

    static Stream<EveryReasonTest.Provocation> all() {
        return Stream.of(
                        documents(),
                        assertions(),
                        machines(),
                        pushes(),
                        managers(),
                        DeviceProvocations.all(),
                        ExchangeProvocations.all(),
                        AssertionProvocations.all())
                .flatMap(all -> all);
    }

    private static WebResponse asMachine(TestServer as, String... more) {
        List<String> form = new ArrayList<>(
                List.of("grant_type", "client_credentials", "client_id", "batch", "client_secret", "s3cret"));
        form.addAll(List.of(more));
        return as.form("/token", form.toArray(String[]::new));
    }

    private static SettingsBuilder withMachine(SettingsBuilder settings) {
        return settings.client(ClientSettings.machineClient("batch", ClientSecret.parse("s3cret")));
    }

    /** A record that no door of this server would have let in, such as one of another version. */
    private static void stored(TestServer as, JsonObject metadata) {
        String id = metadata.string("client_id").orElseThrow();
        RegisteredClient client = RegisteredClient.of(id, metadata, Optional.empty(), true, false);
        ClientRecord record = ClientRecord.registered(id, as.now(), OAuthStore.NEVER, client.write());
        as.store.clients().registerIfAbsent(id, record, RegistrationLimits.UNLIMITED);
    }

    private static Stream<EveryReasonTest.Provocation> machines() {
        JsonObject both = document("both", "grant_types", List.of("client_credentials")).toBuilder()
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("token_endpoint_auth_methods_supported", List.of("private_key_jwt", "none"))
                .put("jwks", Assertions.jwks(Assertions.EC))
                .build();
        return Stream.of(
                on(
                        ServerReasons.SCOPE_NOT_REGISTERED,
                        400,
                        ClientProvocations::withMachine,
                        as -> asMachine(as, "scope", "db:write")),
                on(ServerReasons.CLIENT_NOT_CONFIDENTIAL, 400, as -> {
                    stored(as, document("odd", "grant_types", List.of("client_credentials")));
                    return as.form("/token", "grant_type", "client_credentials", "client_id", "odd");
                }),
                on(
                        ServerReasons.AUTHORIZE_GRANT_TYPE,
                        303,
                        settings -> settings.client(ClientSettings.parse(both)),
                        as -> as.get(authorize("client_id", "both"))));
    }

    private static Stream<EveryReasonTest.Provocation> documents() {
        return Stream.of(
                on(ServerReasons.CLIENT_DOCUMENT_URL, 400, as -> as.get(authorize("client_id", "https://app.example"))),
                on(
                        ServerReasons.CLIENT_DOCUMENT_DOMAIN,
                        400,
                        settings -> settings.clientDocuments(DomainPolicy.only("other.example")),
                        ClientProvocations::described),
                on(ServerReasons.CLIENT_DOCUMENT_ADDRESS, 400, as -> {
                    as.published.fail(DOCUMENT, new RefusedAddressException("app.example leads to 10.0.0.1"));
                    return begin(as);
                }),
                on(ServerReasons.CLIENT_DOCUMENT_UNUSABLE, 400, as -> {
                    as.published.put(DOCUMENT, "{}");
                    return begin(as);
                }),
                on(ServerReasons.CLIENT_DOCUMENT_UNREACHABLE, 503, ClientProvocations::begin),
                on(
                        ServerReasons.CLIENT_DOCUMENT_LIMITED,
                        429,
                        settings -> settings.fetching(
                                FetchSettings.builder().perHost(1).build()),
                        as -> {
                            begin(as);
                            return as.get(authorize("client_id", DOCUMENT + "?2"));
                        }),
                on(ServerReasons.FETCHED, 303, ClientProvocations::described),
                on(ServerReasons.FETCH_FAILED, 503, ClientProvocations::begin),
                on(
                        ServerReasons.REGISTER_KEYS,
                        400,
                        as -> as.register("{\"redirect_uris\":[\"" + REDIRECT
                                + "\"],\"token_endpoint_auth_method\":\"private_key_jwt\"}")));
    }

    private static Stream<EveryReasonTest.Provocation> assertions() {
        JWSHeader.Builder es256 = new JWSHeader.Builder(JWSAlgorithm.ES256);
        return Stream.of(
                on(
                        ServerReasons.ASSERTION_UNEXPECTED,
                        401,
                        as -> asserting(as, Assertions.sign(Assertions.EC, Assertions.claims("app", as.now())))),
                on(ServerReasons.ASSERTION_MISSING, 401, as -> as.redeem("x", "client_id", keyed(as))),
                on(ServerReasons.ASSERTION_MALFORMED, 401, as -> asserting(as, "e30.e30")),
                on(
                        ServerReasons.ASSERTION_HEADER,
                        401,
                        headed(es256.jwkURL(URI.create("https://evil.example/jwks"))
                                .build())),
                on(
                        ServerReasons.ASSERTION_ALGORITHM,
                        401,
                        as -> asserting(as, unsigned(Assertions.claims(keyed(as), as.now())))),
                on(ServerReasons.ASSERTION_SUBJECT, 401, claiming("iss", "somebody")),
                on(ServerReasons.ASSERTION_AUDIENCE, 401, claiming("aud", "https://other.example")),
                on(ServerReasons.ASSERTION_TIME, 401, claiming("exp", 1)),
                on(ServerReasons.ASSERTION_ID, 401, claiming("jti", "")),
                on(
                        ServerReasons.ASSERTION_KEY_UNKNOWN,
                        401,
                        as -> asserting(
                                as, Assertions.sign(Assertions.OTHER_EC, Assertions.claims(keyed(as), as.now())))),
                on(ServerReasons.ASSERTION_SIGNATURE, 401, as -> {
                    String good = Assertions.sign(Assertions.EC, Assertions.claims(keyed(as), as.now()));
                    String other = Assertions.sign(Assertions.EC, Assertions.claims(keyed(as), as.now()));
                    return asserting(
                            as, good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));
                }),
                on(ServerReasons.ASSERTION_REPLAYED, 401, as -> {
                    String assertion = Assertions.sign(Assertions.EC, Assertions.claims(keyed(as), as.now()));
                    asserting(as, assertion);
                    return asserting(as, assertion);
                }),
                on(ServerReasons.ASSERTION_KEYS_UNREACHABLE, 503, ClientProvocations::withKeysElsewhere),
                on(ServerReasons.ASSERTION_KEYS_UNUSABLE, 401, as -> {
                    as.published.put(KEYS, "{}");
                    return withKeysElsewhere(as);
                }));
    }

    private static WebResponse push(TestServer as, String... changes) {
        return as.post("/par", Map.of(), TestServer.FORM, authorize(changes).substring("/authorize?".length()));
    }

    private static String pushed(TestServer as) {
        return json(push(as)).string("request_uri").orElseThrow();
    }

    private static WebResponse begin(TestServer as, String clientId, String requestUri) {
        return as.get("/authorize?" + TestServer.encode("client_id", clientId, "request_uri", requestUri));
    }

    private static Stream<EveryReasonTest.Provocation> pushes() {
        return Stream.of(
                on(ServerReasons.PUSHED, 201, ClientProvocations::push),
                on(ServerReasons.PUSHED_REFERENCE, 400, as -> push(as, "request_uri", pushed(as))),
                on(ServerReasons.PUSHED_RATE_LIMITED, 429, settings -> settings.pendingRequestsPerWindow(1), as -> {
                    push(as);
                    return push(as);
                }),
                on(ServerReasons.PUSHED_UNKNOWN, 400, as -> {
                    String uri = pushed(as);
                    begin(as, "app", uri);
                    return begin(as, "app", uri);
                }),
                on(ServerReasons.PUSHED_OTHER_CLIENT, 400, as -> begin(as, "vault", pushed(as))),
                on(
                        ServerReasons.PUSHED_REQUIRED,
                        303,
                        settings -> settings.requirePushedRequests(true),
                        as -> as.get(authorize())));
    }

    private static EveryReasonTest.Provocation managed(
            Reason reason, int status, Function<TestServer, WebResponse> request) {
        return on(reason, status, settings -> settings.registrationManagement(true), request);
    }

    private static WebResponse managing(TestServer as, String method, String body) {
        JsonObject client = json(as.register(document("x").toJson()));
        String id = client.string("client_id").orElseThrow();
        return as.send(
                method,
                "/register/client?client_id=" + id,
                Map.of(
                        "Authorization",
                        "Bearer " + client.string("registration_access_token").orElseThrow()),
                body.replace("SELF", id));
    }

    private static Stream<EveryReasonTest.Provocation> managers() {
        String good = document("SELF").toJson();
        return Stream.of(
                managed(
                        ServerReasons.MANAGE_TOKEN,
                        401,
                        as -> as.send("GET", "/register/client?client_id=app", Map.of(), "")),
                managed(
                        ServerReasons.MANAGE_CLIENT_ID,
                        400,
                        as -> managing(as, "PUT", document("other").toJson())),
                managed(
                        ServerReasons.MANAGE_SECRET,
                        400,
                        as -> managing(
                                as,
                                "PUT",
                                document("SELF", "client_secret", "mine").toJson())),
                managed(ServerReasons.MANAGE_READ, 200, as -> managing(as, "GET", "")),
                managed(ServerReasons.MANAGE_UPDATED, 200, as -> managing(as, "PUT", good)),
                managed(ServerReasons.MANAGE_DELETED, 204, as -> managing(as, "DELETE", "")));
    }

    private static String unsigned(Map<String, Object> claims) {
        JsonObject.Builder json = JsonObject.builder();
        claims.forEach(json::put);
        return part("{\"alg\":\"none\"}") + "." + part(json.build().toJson()) + ".";
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
