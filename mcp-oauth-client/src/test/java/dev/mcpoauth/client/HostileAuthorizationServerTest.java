package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.InsecureEndpoint;
import dev.mcpoauth.client.error.AuthException.InsufficientScope;
import dev.mcpoauth.client.error.AuthException.IssuerMismatch;
import dev.mcpoauth.client.error.AuthException.RegistrationFailed;
import dev.mcpoauth.client.error.AuthException.TokenRejected;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.OutageException;
import dev.mcpoauth.client.error.Step;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.HostileServer;
import dev.mcpoauth.client.testing.Misbehaviour;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a server does, a request ends in bounded time: with an answer, or with a typed failure that has the steps taken.
 * Nothing went where it does not belong, and the store is one that the next start can use.
 */
@Timeout(30)
class HostileAuthorizationServerTest {
    /** How far a client may get before it stops: no path of a later stage is asked for. */
    private enum Stage {
        DISCOVERY(List.of()),
        REGISTRATION(List.of("/register")),
        AUTHORIZATION(List.of("/authorize")),
        TOKEN(List.of("/token")),
        RESOURCE(List.of());

        private final List<String> paths;

        Stage(List<String> paths) {
            this.paths = paths;
        }

        Set<String> pathsAfter() {
            return Set.copyOf(Stream.of(values())
                    .filter(stage -> stage.ordinal() > ordinal())
                    .flatMap(stage -> stage.paths.stream())
                    .toList());
        }
    }

    private record Expected(Optional<Class<? extends Throwable>> failure, Stage stage) {}

    private static final Map<Misbehaviour, Expected> TABLE = table();

    private static Map<Misbehaviour, Expected> table() {
        Map<Misbehaviour, Expected> rows = new EnumMap<>(Misbehaviour.class);
        for (Misbehaviour row : Misbehaviour.values()) {
            rows.put(row, expected(row));
        }
        return rows;
    }

    private static Expected expected(Misbehaviour row) {
        return switch (row) {
            case METADATA_OF_ANOTHER_ISSUER,
                    RESOURCE_OF_SOMEBODY_ELSE,
                    TOKEN_ENDPOINT_IN_THE_CLEAR,
                    AUTHORIZATION_ENDPOINT_JAVASCRIPT,
                    AUTHORIZATION_ENDPOINT_FILE,
                    AUTHORIZATION_ENDPOINT_DATA,
                    AUTHORIZATION_ENDPOINT_WITH_BACKTICKS,
                    AUTHORIZATION_ENDPOINT_WITH_QUOTES,
                    AUTHORIZATION_ENDPOINT_OF_AN_OPTION,
                    AUTHORIZATION_ENDPOINT_IN_THE_CLEAR,
                    AUTHORIZATION_ENDPOINT_WITH_A_USER,
                    TOKEN_ENDPOINT_FILE,
                    REGISTRATION_ENDPOINT_IN_THE_CLEAR,
                    HTML_FROM_THE_METADATA,
                    DEEP_METADATA,
                    METADATA_REDIRECTS -> fails(DiscoveryFailed.class, Stage.DISCOVERY);
            case METADATA_HINT_IN_THE_CLEAR, METADATA_HINT_FILE -> fails(InsecureEndpoint.class, Stage.DISCOVERY);
            case HUGE_RESOURCE_METADATA, HUGE_METADATA, DRIPPING_RESOURCE_METADATA, DRIPPING_METADATA ->
                fails(OutageException.class, Stage.DISCOVERY);
            case HUGE_REGISTRATION, DRIPPING_REGISTRATION -> fails(OutageException.class, Stage.REGISTRATION);
            case HUGE_TOKEN_RESPONSE, DRIPPING_TOKEN_RESPONSE -> fails(OutageException.class, Stage.TOKEN);
            case HTML_FROM_THE_REGISTRATION, REGISTRATION_REDIRECTS, CLIENT_ID_LEFT_OUT, SECRET_WITH_LINE_BREAK ->
                fails(RegistrationFailed.class, Stage.REGISTRATION);
            case CALLBACK_OF_ANOTHER_ISSUER, CALLBACK_WITHOUT_ISSUER, CALLBACK_OF_NEARLY_THE_ISSUER, MIXED_UP_SERVERS ->
                fails(IssuerMismatch.class, Stage.AUTHORIZATION);
            case HTML_FROM_THE_TOKEN_ENDPOINT,
                    TOKEN_ENDPOINT_REDIRECTS,
                    EXPIRY_NEGATIVE,
                    EXPIRY_OF_WORDS,
                    EXPIRY_OF_A_LIST,
                    TOKEN_WITH_LINE_BREAK,
                    TOKEN_OF_NOTHING,
                    TOKEN_LEFT_OUT,
                    REFRESH_TOKEN_WITH_LINE_BREAK,
                    TOKEN_TYPE_UNKNOWN,
                    ERROR_WITH_CONTROL_CHARACTERS -> fails(TokenRequestFailed.class, Stage.TOKEN);
            case ENDLESS_401, ENDLESS_401_WITHOUT_CHALLENGE, TOKEN_WITH_SPACE ->
                fails(TokenRejected.class, Stage.RESOURCE);
            case ENDLESS_403, ENDLESS_403_FOR_EVER_MORE_SCOPE -> fails(InsufficientScope.class, Stage.RESOURCE);
            case HTML_FROM_THE_RESOURCE_METADATA,
                    RESOURCE_METADATA_REDIRECTS,
                    RESOURCE_REDIRECTS,
                    EXPIRY_ABSENT,
                    EXPIRY_HUGE,
                    EXPIRY_IN_QUOTES -> new Expected(Optional.empty(), Stage.RESOURCE);
        };
    }

    private static Expected fails(Class<? extends Throwable> failure, Stage stage) {
        return new Expected(Optional.of(failure), stage);
    }

    private final HostileServer server = new HostileServer();
    private final ClickingBrowser browser = new ClickingBrowser();
    private final CredentialStore store = new MemoryCredentialStore();

    @AfterEach
    void stop() {
        server.close();
    }

    private OAuthClient client() {
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return OAuthClient.forUsers(
                        LoopbackUserAgent.of(browser, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .http(new JdkHttpExchange(http, Duration.ofMillis(1500), 512 * 1024))
                .store(store)
                .loginPatience(Duration.ofSeconds(5))
                .build();
    }

    private HttpResponse<String> request() throws Exception {
        HttpClient http = new OAuthHttpClient(HttpClient.newHttpClient(), client().session(server.mcp()));
        return http.send(HttpRequest.newBuilder(server.mcp()).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(Misbehaviour.class)
    void endsAsTheTableSays(Misbehaviour row) throws Exception {
        Expected expected = TABLE.get(row);
        server.misbehave(row);
        Throwable failure = catchThrowable(this::request);
        if (expected.failure().isPresent()) {
            assertThat(failure).isExactlyInstanceOf(expected.failure().get());
            assertThat(steps(failure)).isNotEmpty();
            assertThat(failure.getMessage()).matches("[^\\p{Cntrl}]*").doesNotContain("code-", "access-", "refresh-");
        } else {
            assertThat(failure).isNull();
        }
        assertNothingWentAstray(row, expected);
        server.behave();
        assertThat(request().body()).as("the next start").isEqualTo("hello");
    }

    private void assertNothingWentAstray(Misbehaviour row, Expected expected) throws Exception {
        assertThat(server.pathsAsked()).noneMatch(expected.stage().pathsAfter()::contains);
        assertThat(server.honest().pathsAsked())
                .containsExactlyElementsOf(row == Misbehaviour.MIXED_UP_SERVERS ? List.of("/authorize") : List.of());
        if (expected.stage() != Stage.RESOURCE) {
            assertThat(client().session(server.mcp()).granted()).isEmpty();
            assertThat(server.received("/mcp")).noneMatch(r -> r.headers().containsKey("authorization"));
        }
        assertThat(browser.opened()).hasSizeLessThanOrEqualTo(3);
    }

    private static List<Step> steps(Throwable failure) {
        return failure instanceof AuthException refused ? refused.steps() : ((OutageException) failure).steps();
    }

    @Test
    void hasMoreBadRowsThanGoodOnes() {
        Set<Misbehaviour> good = EnumSet.allOf(Misbehaviour.class);
        good.removeIf(row -> TABLE.get(row).failure().isPresent());
        assertThat(good.size()).isLessThan(TABLE.size() / 4);
    }

    static Stream<Arguments> privateAddresses() {
        List<String> hosts = List.of(
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "127.0.0.1",
                "0.0.0.0",
                "[::1]",
                "[fd00::1]",
                "[fe80::1]",
                "[::ffff:10.0.0.1]",
                "localhost");
        List<String> members =
                List.of("authorization_servers", "authorization_endpoint", "token_endpoint", "registration_endpoint");
        return hosts.stream().flatMap(host -> members.stream().map(member -> Arguments.of(host, member)));
    }

    /** A public server that names a machine inside would have this client as its tool. */
    @ParameterizedTest
    @MethodSource("privateAddresses")
    void isNotLedIntoThePrivateNetwork(String host, String member) {
        String origin = "https://192.0.2.1";
        String inside = "https://" + host + "/x";
        JsonObject resource = JsonObject.builder()
                .put("resource", origin + "/mcp")
                .put("authorization_servers", List.of(member.equals("authorization_servers") ? inside : origin))
                .build();
        JsonObject.Builder metadata = JsonObject.builder()
                .put("issuer", origin)
                .put("authorization_endpoint", origin + "/authorize")
                .put("token_endpoint", origin + "/token")
                .put("registration_endpoint", origin + "/register")
                .put("response_types_supported", List.of("code"))
                .put("code_challenge_methods_supported", List.of("S256"));
        if (!member.equals("authorization_servers")) {
            metadata.put(member, inside);
        }
        List<URI> asked = new ArrayList<>();
        Throwable failure = catchThrowable(() -> OAuthClient.forUsers(
                        LoopbackUserAgent.of(browser, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .http(call -> {
                    asked.add(call.uri());
                    boolean first = call.uri().getPath().contains("oauth-protected-resource");
                    return new HttpReply(200, Map.of(), (first ? resource : metadata.build()).toBytes());
                })
                .build()
                .session(URI.create(origin + "/mcp"))
                .signIn());
        assertThat(failure).isInstanceOf(InsecureEndpoint.class);
        assertThat(asked).allMatch(uri -> uri.getHost().equals("192.0.2.1"));
        assertThat(browser.opened()).isEmpty();
    }

    /** Ten slow servers are not ten times as slow: a round of questions ends after a minute of the clock. */
    @Test
    void doesNotWaitForEachOfManySlowServers() {
        MutableClock clock = new MutableClock();
        List<String> issuers = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            issuers.add("https://192.0.2." + i);
        }
        JsonObject resource = JsonObject.builder()
                .put("resource", "https://192.0.2.1/mcp")
                .put("authorization_servers", issuers)
                .build();
        List<URI> asked = new ArrayList<>();
        Throwable failure = catchThrowable(() -> OAuthClient.forUsers(
                        LoopbackUserAgent.of(browser, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .clock(clock)
                .http(call -> {
                    if (call.uri().getPath().contains("oauth-protected-resource")) {
                        return new HttpReply(200, Map.of(), resource.toBytes());
                    }
                    asked.add(call.uri());
                    clock.advance(Duration.ofSeconds(15));
                    throw new IOException("no whole answer in time");
                })
                .build()
                .session(URI.create("https://192.0.2.1/mcp"))
                .signIn());
        assertThat(failure).isInstanceOf(OutageException.class);
        assertThat(asked).hasSize(5);
    }
}
