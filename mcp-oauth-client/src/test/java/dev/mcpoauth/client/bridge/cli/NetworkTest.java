package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flags about the network do, at servers that run. */
class NetworkTest {
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Network network(String... flags) throws Misuse {
        Invocation invocation = new CommandLineParser().parse(flags);
        return new Network(invocation, environment, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String url, String... flags) throws Exception {
        URI uri = URI.create(url);
        return network(flags)
                .toServer(uri)
                .get()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void aProxyThatCannotBeUsedIsAMistakeOnlyWhereItIsNeeded() throws Exception {
        environment.put("ALL_PROXY", "socks5://s:1");
        URI server = URI.create("https://a.example/mcp");
        assertThatThrownBy(() -> network().toServer(server))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("ALL_PROXY");
        HttpCall call = HttpCall.getJson(server);
        assertThatThrownBy(() -> network().toAuthorizationServers().send(call))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ALL_PROXY");
        environment.put("HTTPS_PROXY", "http://p:1");
        assertThat(network().toServer(server)).isNotNull();
    }

    @Test
    void aPrivateAuthorityIsTrustedOnceItIsNamed() throws Exception {
        try (TlsPeer peer = new TlsPeer(folder, false)) {
            assertThatThrownBy(() -> get(peer.url())).isInstanceOf(SSLHandshakeException.class);
            String authority = peer.pem("server", false).toString();
            assertThat(get(peer.url(), "--ca-file", authority).body()).isEqualTo("hello");
            HttpCall call = HttpCall.getJson(URI.create(peer.url()));
            assertThat(network("--ca-file", authority)
                            .toAuthorizationServers()
                            .send(call)
                            .status())
                    .isEqualTo(200);
            environment.put("NODE_EXTRA_CA_CERTS", authority);
            assertThat(get(peer.url()).body()).isEqualTo("hello");
            environment.put("NODE_EXTRA_CA_CERTS", "/none");
            assertThatThrownBy(() -> get(peer.url())).isInstanceOf(SSLHandshakeException.class);
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("NODE_EXTRA_CA_CERTS");
        }
    }

    @Test
    void showsItsCertificateToAServerThatAsks() throws Exception {
        try (TlsPeer peer = new TlsPeer(folder, true)) {
            String authority = peer.pem("server", false).toString();
            assertThatThrownBy(() -> get(peer.url(), "--ca-file", authority)).isInstanceOf(IOException.class);
            String pem = peer.pem("client", true).toString();
            assertThat(get(peer.url(), "--ca-file", authority, "--client-certificate", pem)
                            .body())
                    .isEqualTo("hello");
            environment.put(ClientCertificate.PASSWORD, "changeit");
            String pkcs12 = peer.store("client").toString();
            assertThat(get(peer.url(), "--ca-file", authority, "--client-certificate", pkcs12)
                            .body())
                    .isEqualTo("hello");
            assertThat(peer.clients()).containsExactly("CN=me", "CN=me");
            environment.put(ClientCertificate.PASSWORD, "wrong");
            assertThatThrownBy(() -> network("--client-certificate", pkcs12))
                    .isInstanceOf(Misuse.class)
                    .hasMessageContaining(ClientCertificate.PASSWORD);
        }
    }

    @Test
    void addsTheAuthoritiesOfTheSystemToThoseOfThePlatform() throws Exception {
        Path bundle = Path.of("/etc/ssl/certs/ca-certificates.crt");
        assumeThat(bundle).isReadable();
        int platform = ((javax.net.ssl.X509TrustManager) new TlsTrust().managers()[0]).getAcceptedIssuers().length;
        int both = ((javax.net.ssl.X509TrustManager)
                        new TlsTrust().addSystem("Linux").managers()[0])
                .getAcceptedIssuers()
                .length;
        assertThat(both).isGreaterThanOrEqualTo(platform);
        assertThat(List.of(((javax.net.ssl.X509TrustManager)
                                new TlsTrust().addSystem("Linux").managers()[0])
                        .getAcceptedIssuers()))
                .containsAll(TlsTrust.certificates(bundle));
        assertThatThrownBy(() -> new TlsTrust().addSystem("Windows 11")).hasMessageContaining("Windows-ROOT");
    }

    @Test
    void goesThroughTheProxyOfTheEnvironmentAndShowsItTheCredentials() throws Exception {
        try (PretendProxy proxy = new PretendProxy(0)) {
            environment.put("HTTP_PROXY", proxy.url("me:secret@"));
            assertThat(get("http://mcp.example/mcp").body()).isEqualTo("proxy");
            assertThat(proxy.heads().get(0))
                    .startsWith("GET http://mcp.example/mcp HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n");
            assertThat(get("http://mcp.example/mcp", "--enable-proxy").body()).isEqualTo("proxy");
            HttpCall call = HttpCall.getJson(URI.create("http://as.example/"));
            assertThat(network().toAuthorizationServers().send(call).status()).isEqualTo(200);
            assertThatThrownBy(() -> get("http://mcp.example/mcp", "--no-proxy"))
                    .isInstanceOf(IOException.class);
            assertThat(proxy.heads()).hasSize(3);
        }
    }

    @Test
    void goesToALoopbackServerWithoutProxyAndWithoutItsCredentials() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.on("/mcp", request -> new Answer(200, Map.of(), "direct"));
            environment.put("HTTP_PROXY", "http://me:secret@127.0.0.1:1");
            assertThat(get(server.mcp().toString()).body()).isEqualTo("direct");
            assertThat(server.received("/mcp").get(0).headers()).doesNotContainKey("proxy-authorization");
        }
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotBeginOrDoesNotGoOn() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.flood("/mcp", body -> {
                body.write('{');
                body.flush();
                server.goesOnAfter(Duration.ofMinutes(1));
            });
            server.on("/slow", request -> {
                try {
                    return server.goesOnAfter(Duration.ofMinutes(1)) ? Answer.empty(200) : Answer.empty(500);
                } catch (InterruptedException e) {
                    return Answer.empty(500);
                }
            });
            assertThatThrownBy(() -> get(server.mcp().toString(), "--body-timeout", "1"))
                    .hasMessageContaining("nothing more of the answer within 1 s");
            assertThatThrownBy(() -> get(server.origin() + "/slow", "--headers-timeout", "1"))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void keepsCookiesUnlessTold() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.on("/mcp", request -> new Answer(200, Map.of("Set-Cookie", "lb=node-1; Path=/"), "hello"));
            for (String flag : List.of("--debug", "--disable-cookies")) {
                var client = network(flag).toServer(server.mcp()).get();
                HttpRequest request = HttpRequest.newBuilder(server.mcp()).build();
                client.send(request, BodyHandlers.ofString());
                client.send(request, BodyHandlers.ofString());
            }
            assertThat(server.received("/mcp"))
                    .extracting(request -> request.headers().getOrDefault("cookie", ""))
                    .containsExactly("", "lb=node-1", "", "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ca-file=/none",
                "--ca-file=EMPTY",
                "--client-certificate=/none",
                "--client-certificate=EMPTY",
                "--connect-timeout=soon"
            })
    void refusesWhatItCannotUse(String flag) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "nothing");
        assertThatThrownBy(() ->
                        network(flag.replace("EMPTY", empty.toString())).toServer(URI.create("https://a.example")))
                .isInstanceOf(Misuse.class);
    }
}
