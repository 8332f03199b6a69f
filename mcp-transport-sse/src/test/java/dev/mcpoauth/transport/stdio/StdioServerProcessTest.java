package dev.mcpoauth.transport.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A program that serves over stdio, and our client")
class StdioServerProcessTest {

    private final List<Notification> notifications = new CopyOnWriteArrayList<>();

    static Stream<Optional<Era>> eras() {
        return Stream.of(Optional.of(Era.STATELESS), Optional.of(Era.SESSION), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("eras")
    void servesTheWholeApplication(Optional<Era> era) throws Exception {
        List<Json> progress = new ArrayList<>();
        try (McpClient client = client(era)
                .elicitation(params -> Json.parse("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"))
                .connect()) {
            assertThat(client.protocolVersion().era())
                    .isEqualTo(era.filter(Era.SESSION::equals).orElse(Era.STATELESS));
            assertThat(client.serverInfo().string("name")).contains("program");
            assertThat(client.listTools()).hasSize(6);
            Json text = Json.object().put("text", "h\u00e9\n\u2028").build();
            assertThat(client.callTool("echo", text).text()).isEqualTo("h\u00e9\n\u2028");
            client.setLogLevel("warning");
            client.callTool("work", Json.EMPTY_OBJECT, CallOptions.DEFAULT.onProgress(progress::add));
            assertThat(progress).hasSize(3);
            assertThat(notifications).anyMatch(n -> n.method().equals("notifications/message"));
            assertThat(client.callTool("ask", Json.EMPTY_OBJECT).text()).isEqualTo("Hello, Ada");
            assertThat(client.readResource("test://text")).hasSize(1);
            Json name = Json.object().put("name", "Ada").build();
            assertThat(client.getPrompt("greet", name).get("messages").map(Json::size))
                    .contains(1);
            assertThatThrownBy(() -> client.callTool("nobody", Json.EMPTY_OBJECT))
                    .isInstanceOf(McpErrorException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    @DisplayName("IO-S2: what a handler prints goes to standard error")
    void keepsStandardOutputForMessages(Optional<Era> era) throws Exception {
        try (McpClient client = client(era).connect()) {
            assertThat(client.callTool("print", Json.EMPTY_OBJECT).text()).isEqualTo("read -1");
            assertThat(client.callTool("echo", Json.EMPTY_OBJECT).text()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void isCancelled(Optional<Era> era) throws Exception {
        try (McpClient client = client(era).connect()) {
            CallOptions hasty = CallOptions.DEFAULT.within(Duration.ofMillis(300), Duration.ofSeconds(5));
            assertThatThrownBy(() -> client.callTool("hang", Json.EMPTY_OBJECT, hasty))
                    .isInstanceOf(CallTimeoutException.class);
            assertThat(client.callTool("echo", Json.EMPTY_OBJECT).text()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void tellsOfChanges(Optional<Era> era) throws Exception {
        try (McpClient client = client(era).connect()) {
            Subscription subscription = client.subscribe(Interest.inResources("test://text"));
            await().until(() -> {
                client.callTool("change", Json.EMPTY_OBJECT);
                return methods().contains("notifications/resources/updated");
            });
            assertThat(subscription.isOpen()).isTrue();
            subscription.close();
        }
    }

    private List<String> methods() {
        return notifications.stream().map(Notification::method).toList();
    }

    @Test
    @DisplayName("IO-S3: the end of the input ends the program, even while a handler hangs")
    void endsWithItsInput() throws Exception {
        Process process = start();
        send(process, StdioClient.statelessLine(1, "tools/call", "{'name':'hang'}"));
        send(process, StdioClient.statelessLine(2, "tools/call", "{'name':'echo'}"));
        BufferedReader lines = lines(process);
        assertThat(Json.parse(lines.readLine()).get("id")).contains(Json.of(2));
        process.getOutputStream().close();
        assertThat(lines.readLine()).isEqualTo("standard output is the program's own again");
        assertThat(lines.readLine()).isNull();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    @DisplayName("IO-S6: a program that is told to terminate ends its subscriptions")
    void endsSubscriptionsWhenItIsTerminated() throws Exception {
        Process process = start();
        send(
                process,
                StdioClient.statelessLine("s", "subscriptions/listen", "{'notifications':{'toolsListChanged':true}}"));
        BufferedReader lines = lines(process);
        assertThat(Json.parse(lines.readLine()).string("method")).contains("notifications/subscriptions/acknowledged");
        process.toHandle().destroy();
        Json result = Json.parse(lines.readLine());
        assertThat(result.get("id")).contains(Json.of("s"));
        assertThat(result.at("result", "resultType")).contains(Json.of("complete"));
        Json cancelled = Json.parse(lines.readLine());
        assertThat(cancelled.string("method")).contains("notifications/cancelled");
        assertThat(cancelled.at("params", "requestId")).contains(Json.of("s"));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    private static void send(Process process, String line) throws Exception {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Process start() throws Exception {
        return new ProcessBuilder(command()).redirectError(Redirect.DISCARD).start();
    }

    private McpClientBuilder client(Optional<Era> era) {
        StdioTransport.Builder transport = StdioTransport.running(command())
                .errors(Redirect.DISCARD)
                .probeTimeout(Duration.ofSeconds(20))
                .exitTimeout(Duration.ofSeconds(10));
        era.ifPresent(transport::era);
        return McpClient.over(transport.build()).as("test", "1").onNotification(notifications::add);
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                StdioProgram.class.getName());
    }
}
