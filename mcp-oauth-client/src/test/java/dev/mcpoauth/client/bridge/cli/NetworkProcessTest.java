package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has to be set up before the first connection of a process, hence in one of its own. */
class NetworkProcessTest {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
            + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n";

    @TempDir
    private Path folder;

    /** Asks for {@code initialize} and hangs up. */
    private String bridge(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--state-dir", folder.resolve("state").toString(), "--key-source", "file"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(INITIALIZE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        try (var lines = process.inputReader()) {
            return lines.readLine();
        } finally {
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aTunnelIsAskedForWithTheProxysCredentialsWhichTheServerDoesNotSee() throws Exception {
        try (TlsPeer peer = new TlsPeer(folder, false);
                PretendProxy proxy = new PretendProxy(peer.port())) {
            bridge(
                    Map.of("HTTPS_PROXY", proxy.url("me:secret@")),
                    "https://mcp.example/mcp",
                    "--wait-for-server",
                    "--ca-file",
                    peer.pem("server", false).toString());
            assertThat(proxy.heads().get(0))
                    .startsWith("CONNECT mcp.example:443 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n");
            await().atMost(Duration.ofSeconds(5)).until(() -> !peer.received().isEmpty());
            assertThat(peer.received())
                    .allSatisfy(headers -> assertThat(headers).doesNotContainKey("Proxy-authorization"));
        }
    }

    @Test
    void connectsToIpv4OnlyIfTold() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer six;
        try {
            six = HttpServer.create(new InetSocketAddress(InetAddress.getByName("::1"), 0), 0);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this machine has no IPv6");
            return;
        }
        six.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        six.start();
        try {
            String url = "http://[::1]:" + six.getAddress().getPort() + "/mcp";
            assertThat(bridge(Map.of(), url, "--ipv4", "--wait-for-server", "--call-timeout", "5"))
                    .contains("client.bridge.server-unreachable");
            assertThat(asked).hasValue(0);
            bridge(Map.of(), url, "--wait-for-server");
            assertThat(asked).hasPositiveValue();
        } finally {
            six.stop(0);
        }
    }
}
