package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.bridge.ScriptedHost;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.client.testing.ScriptedServer.Received;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.transport.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the flags about signing in do. */
class SignInFlagsTest {
    private static final Pattern URL = Pattern.compile("Sign in at: (http\\S+)");
    private static final String CLIENT = "{\"client_id\":\"me\",\"client_secret\":\"s3cret\"}";

    private final ScriptedServer server = new ScriptedServer();

    /** A bridge in this process may still note how the server introduced itself when its test has ended. */
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    SignInFlagsTest() {
        server.on("/mcp", request -> server.isGood(request) ? FlaggedBridge.answer(request) : server.unauthorized());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FlaggedBridge bridge(String... flags) {
        String[] all = new String[flags.length + 1];
        all[0] = server.mcp().toString();
        System.arraycopy(flags, 0, all, 1, flags.length);
        return new FlaggedBridge(folder.resolve("state"), all);
    }

    private static HttpResponse<String> visit(URI url, Redirect redirects) throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newBuilder().followRedirects(redirects).build();
        return browser.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "login-under-test");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static URI signInUrl(FlaggedBridge bridge) {
        Matcher[] found = new Matcher[1];
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            found[0] = URL.matcher(bridge.said());
            return found[0].find();
        });
        return URI.create(found[0].group(1));
    }

    /** Signs in as a user does; gives the page where the browser ends. */
    private HttpResponse<String> login(FlaggedBridge bridge) throws Exception {
        FutureTask<Integer> login = start(() -> bridge.commands().login(InputStream.nullInputStream()));
        HttpResponse<String> page = visit(signInUrl(bridge), Redirect.ALWAYS);
        assertThat(login.get(20, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        return page;
    }

    private Parameters asked() {
        return server.received("/authorize").get(0).query();
    }

    private Parameters redeemed() {
        return server.received("/token").get(0).form();
    }

    private int status(String... flags) throws Exception {
        return bridge(flags).commands().status();
    }

    @Test
    void namesTheResourceAsToldAndKeepsTheTokensApart() throws Exception {
        login(bridge("--resource", "https://api.example/v1"));
        assertThat(asked().values("resource")).containsExactly("https://api.example/v1");
        assertThat(redeemed().values("resource")).containsExactly("https://api.example/v1");
        assertThat(status("--resource", "https://api.example/v1")).isEqualTo(Main.OK);
        assertThat(status()).isEqualTo(Main.FAILED);
        assertThat(status("--resource", "https://api.example/v2")).isEqualTo(Main.FAILED);
    }

    @Test
    void namesNoResourceIfTold() throws Exception {
        login(bridge("--disable-resource-parameter"));
        assertThat(asked().values("resource")).isEmpty();
        assertThat(redeemed().values("resource")).isEmpty();
        assertThat(status()).isEqualTo(Main.FAILED);
    }

    @Test
    void addsParametersToTheAuthorizationRequestOnly() throws Exception {
        login(bridge("--authorize-param", "audience=https://api.example", "--authorize-param", "prompt=login=x"));
        assertThat(asked().values("audience")).containsExactly("https://api.example");
        assertThat(asked().values("prompt")).containsExactly("login=x");
        assertThat(redeemed().values("audience")).isEmpty();
        assertThat(status()).isEqualTo(Main.FAILED);
    }

    @Test
    void sendsTheIdTokenInPlaceOfTheAccessToken() throws Exception {
        String first = jwt("first", 4_000_000_000L);
        server.tokens(response -> response.put("id_token", first));
        login(bridge("--use-id-token"));
        assertThat(asked().values("scope")).containsExactly("openid");
        server.on(
                "/mcp",
                request -> request.headers().getOrDefault("authorization", "").equals("Bearer " + first)
                        ? FlaggedBridge.answer(request)
                        : server.unauthorized());
        try (ScriptedHost host = bridge("--use-id-token").host()) {
            host.initialize();
        }
        assertThat(server.received("/token")).hasSize(1);
    }

    @Test
    void withoutIdTokenThereIsNoSignIn() throws Exception {
        for (String token : List.of("", "a.b", "a.b.c", "e30.e30.x")) {
            server.tokens(response -> token.isEmpty() ? response : response.put("id_token", token));
            FlaggedBridge bridge = bridge("--use-id-token");
            FutureTask<Integer> login = start(() -> bridge.commands().login(InputStream.nullInputStream()));
            visit(signInUrl(bridge), Redirect.ALWAYS);
            assertThat(login)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .withMessageContaining("id_token");
        }
        assertThat(status("--use-id-token")).isEqualTo(Main.FAILED);
    }

    private static String jwt(String subject, long expires) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"" + subject + "\",\"exp\":" + expires + "}";
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".x";
    }

    @Test
    void sendsTheBrowserOnToAPageWithoutTheAnswer() throws Exception {
        server.on("/done", request -> new Answer(200, Map.of(), "welcome"));
        assertThat(login(bridge("--auth-success-url", server.origin() + "/done"))
                        .body())
                .isEqualTo("welcome");
        assertThat(server.received("/done").get(0).query().names()).isEmpty();
    }

    @Test
    void takesThePastedAddressOfABrowserThatDoesNotComeBack() throws Exception {
        FlaggedBridge bridge = bridge();
        Pipe keyboard = Pipe.open();
        OutputStream typing = Channels.newOutputStream(keyboard.sink());
        FutureTask<Integer> login = start(() -> bridge.commands().login(Channels.newInputStream(keyboard.source())));
        URI url = signInUrl(bridge);
        typing.write("what?\nhttp://127.0.0.1/callback?code=x&state=forged\n".getBytes(StandardCharsets.UTF_8));
        String ended =
                visit(url, Redirect.NEVER).headers().firstValue("location").orElseThrow();
        typing.write((ended + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(login.get(20, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        assertThat(bridge.said()).contains("paste its address here");
    }

    @Test
    void signsInAsItselfWithoutAUser() throws Exception {
        try (ScriptedHost host = bridge("--client-credentials", "--static-oauth-client-info", CLIENT)
                .host()) {
            host.initialize();
        }
        Received request = server.tokenRequests("client_credentials").get(0);
        assertThat(request.headers()).containsEntry("authorization", "Basic bWU6czNjcmV0");
        assertThat(request.form().values("resource"))
                .containsExactly(server.mcp().toString());
        assertThat(server.received("/register")).isEmpty();
        assertThat(status("--client-credentials", "--static-oauth-client-info", CLIENT))
                .isEqualTo(Main.OK);
        assertThat(status()).isEqualTo(Main.FAILED);
    }

    @Test
    void asksTheTokenEndpointThatItIsToldOf() throws Exception {
        server.on("/.well-known/oauth-protected-resource/mcp", request -> Answer.empty(500))
                .on("/.well-known/oauth-authorization-server", request -> Answer.empty(500))
                .move("/token", "/elsewhere");
        String endpoint = server.origin() + "/elsewhere";
        String post = CLIENT.replace("}", ",\"token_endpoint_auth_method\":\"client_secret_post\"}");
        String[] flags = {"--client-credentials", "--token-endpoint", endpoint, "--static-oauth-client-info", post};
        try (ScriptedHost host = bridge(flags).host()) {
            host.initialize();
        }
        assertThat(server.received("/elsewhere").get(0).form().value("client_secret"))
                .contains("s3cret");
        assertThat(server.pathsAsked()).doesNotContain("/.well-known/oauth-authorization-server");
    }

    @Test
    void authenticatesWithAKeyFromAFile() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        String info = "{\"client_id\":\"me\",\"kid\":\"k1\"}";
        try (ScriptedHost host = bridge(
                        "--client-credentials", "--client-key", file.toString(), "--static-oauth-client-info", info)
                .host()) {
            host.initialize();
        }
        Parameters form = server.tokenRequests("client_credentials").get(0).form();
        String[] parts = form.value("client_assertion").orElseThrow().split("\\.");
        assertThat(JsonObject.parse(Base64.getUrlDecoder().decode(parts[0])).string("kid"))
                .contains("k1");
        Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(pair.getPublic());
        es256.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(es256.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void takesBoundTokensOnlyIfTold() throws Exception {
        FlaggedBridge refused = bridge("--dpop", "--client-credentials", "--static-oauth-client-info", CLIENT);
        try (ScriptedHost host = refused.host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            assertThat(host.refusal(0)).isEqualTo(ClientReasons.DPOP_UNSUPPORTED.id());
        }
        server.metadata(document -> document.put("dpop_signing_alg_values_supported", List.of("ES256")))
                .tokens(response -> response.put("token_type", "DPoP"));
        login(bridge("--dpop"));
        try (ScriptedHost host = bridge("--dpop").host()) {
            host.initialize();
        }
        Received last = server.received("/mcp").get(server.received("/mcp").size() - 1);
        assertThat(last.headers().get("authorization")).startsWith("DPoP ");
        assertThat(last.headers()).containsKey("dpop");
    }

    @Test
    void aCompanysIdentityProviderVouchesForTheUser() throws Exception {
        server.on(
                "/idp/token",
                request -> Answer.json(
                        200,
                        JsonObject.builder()
                                .put("access_token", "the-id-jag")
                                .put("token_type", "N_A")
                                .put("issued_token_type", "urn:ietf:params:oauth:token-type:id-jag")
                                .build()));
        Path idToken = Files.writeString(folder.resolve("id-token"), "the.id.token\n");
        String provider = JsonObject.builder()
                .put("issuer", server.origin() + "/idp")
                .put("token_endpoint", server.origin() + "/idp/token")
                .put("client_id", "at-idp")
                .put("client_secret", "${IDP_SECRET}")
                .put("id_token_file", idToken.toString())
                .build()
                .toJson();
        FlaggedBridge bridge = bridge("--identity-provider", provider, "--static-oauth-client-info", CLIENT)
                .env("IDP_SECRET", "x");
        try (ScriptedHost host = bridge.host()) {
            host.initialize();
        }
        Received exchange = server.received("/idp/token").get(0);
        assertThat(exchange.form().value("subject_token")).contains("the.id.token");
        assertThat(exchange.form().value("audience")).contains(server.origin());
        assertThat(exchange.headers()).containsEntry("authorization", "Basic YXQtaWRwOng=");
        Parameters assertion = server.received("/token").get(0).form();
        assertThat(assertion.value("assertion")).contains("the-id-jag");
    }

    @Test
    void saysAboutItselfWhatItIsTold() throws Exception {
        String metadata =
                "{\"client_name\":\"Mine\",\"contacts\":[\"me@a.example\"],\"redirect_uris\":[\"https://evil.example\"]}";
        login(bridge("--static-oauth-client-metadata", metadata));
        JsonObject registration =
                JsonObject.parse(server.received("/register").get(0).body());
        assertThat(registration.string("client_name")).contains("Mine");
        assertThat(registration.strings("contacts")).contains(List.of("me@a.example"));
        assertThat(registration.strings("redirect_uris").orElseThrow().get(0)).startsWith("http://127.0.0.1:");
    }

    @Test
    void endsTheSignInWhenTheInputIsNoTerminal() throws Exception {
        FlaggedBridge bridge = bridge("--auth-timeout", "1");
        FutureTask<Integer> login = start(() -> bridge.commands().login(new ByteArrayInputStream(new byte[0])));
        signInUrl(bridge);
        assertThat(login)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("within PT1S");
    }
}
