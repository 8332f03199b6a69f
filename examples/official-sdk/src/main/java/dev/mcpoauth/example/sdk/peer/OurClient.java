package dev.mcpoauth.example.sdk.peer;

import static dev.mcpoauth.example.sdk.peer.Steps.expect;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.client.ToolResult;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** This project's client. Expects of a server the tools of the public conformance suite, and a few more. */
final class OurClient {

    private static final String WATCHED = "test://watched-resource";
    private static final CallOptions PATIENCE =
            CallOptions.DEFAULT.within(Duration.ofSeconds(15), Duration.ofSeconds(20));
    private static final CallOptions IMPATIENCE =
            CallOptions.DEFAULT.within(Duration.ofMillis(500), Duration.ofMillis(500));

    private final ClientTransport transport;
    private final ProtocolVersion expected;
    private final Heard heard = new Heard();
    private final List<McpClient> connected = new ArrayList<>();

    private OurClient(ClientTransport transport, ProtocolVersion expected) {
        this.transport = transport;
        this.expected = expected;
    }

    /** All steps over HTTP. */
    static Steps over(ClientTransport transport, ProtocolVersion expected, URI endpoint) {
        OurClient client = new OurClient(transport, expected);
        Sessions sessions = new Sessions(endpoint);
        return client.steps()
                .add("reconnects", client::reconnects)
                .add("starts a new session", () -> {
                    List<String> before = sessions.live();
                    expect(!before.isEmpty(), before);
                    sessions.endAll();
                    client.callsATool();
                    expect(!sessions.live().isEmpty() && Collections.disjoint(before, sessions.live()), before);
                })
                .add("closes", client::close)
                .add("ends its session", sessions::awaitNone);
    }

    /** All steps over stdio. */
    static Steps over(ClientTransport transport, ProtocolVersion expected) {
        OurClient client = new OurClient(transport, expected);
        return client.steps().add("closes", client::close).add("ends the server", () -> {
            List<ProcessHandle> left = ProcessHandle.current().children().toList();
            expect(left.isEmpty(), left);
        });
    }

    private Steps steps() {
        return new Steps()
                .add("agrees on the revision", this::connects)
                .add("lists tools", () -> {
                    List<Json> tools = client().listTools();
                    expect(tools.toString().contains("\"test_simple_text\""), tools);
                })
                .add("calls a tool", this::callsATool)
                .add("is told what went wrong in a tool", () -> {
                    ToolResult result = call("test_error_handling");
                    expect(result.isError() && result.text().contains("intentionally"), result);
                })
                .add("is refused an unknown tool", this::isRefusedAnUnknownTool)
                .add("hears of progress", this::hearsOfProgress)
                .add("hears what is logged", () -> {
                    client().setLogLevel("info");
                    call("test_tool_with_logging");
                    heard.await("notifications/message");
                })
                .add("answers an elicitation", () -> {
                    String answer =
                            call("test_elicitation", "message", "Who are you?").text();
                    expect(answer.contains("accept") && answer.contains("ada@example.com"), answer);
                })
                .add("answers a sampling", () -> {
                    String answer =
                            call("test_sampling", "prompt", "What is it?").text();
                    expect(answer.contains("It is a lamp"), answer);
                })
                .add("answers for its roots", () -> {
                    String answer = call("test_list_roots").text();
                    expect(answer.contains("file:///home/ada"), answer);
                })
                .add("reads resources", () -> {
                    expect(!client().listResources().isEmpty(), "no resources");
                    expect(!client().listResourceTemplates().isEmpty(), "no templates");
                    reads("test://static-text", "static text");
                    reads("test://template/7/data", "7");
                })
                .add("gets prompts", () -> {
                    expect(!client().listPrompts().isEmpty(), "no prompts");
                    Json arguments =
                            Json.object().put("arg1", "one").put("arg2", "two").build();
                    Json prompt = client().getPrompt("test_prompt_with_arguments", arguments);
                    expect(prompt.toString().contains("two"), prompt);
                })
                .add("completes an argument", () -> {
                    Json prompt = Json.object()
                            .put("type", "ref/prompt")
                            .put("name", "test_prompt_with_arguments")
                            .build();
                    List<String> values = client().complete(prompt, "arg1", "par");
                    expect(values.contains("paris"), values);
                })
                .add("hears that the tools changed", () -> {
                    try (Subscription changes = client().subscribe(Interest.inLists())) {
                        expect(changes.isOpen(), "no subscription");
                        callUntilHeard("test_trigger_tool_change", "notifications/tools/list_changed");
                    }
                })
                .add("hears that a resource changed", () -> {
                    try (Subscription changes = client().subscribe(Interest.inResources(WATCHED))) {
                        expect(changes.isOpen(), "no subscription");
                        callUntilHeard("test_touch_resource", "notifications/resources/updated " + WATCHED);
                    }
                })
                .add("cancels", this::cancels)
                .add("calls eight tools at once", this::callsEightToolsAtOnce);
    }

    private void connects() throws IOException, McpException, InterruptedException {
        Json root =
                Json.object().put("uri", "file:///home/ada").put("name", "home").build();
        connected.add(McpClient.over(transport)
                .as("our client", "1")
                .callOptions(PATIENCE)
                .elicitation(question -> Json.parse(
                        "{\"action\":\"accept\",\"content\":{\"username\":\"ada\",\"email\":\"ada@example.com\"}}"))
                .sampling(question -> Json.parse("{\"role\":\"assistant\",\"model\":\"a model\","
                        + "\"content\":{\"type\":\"text\",\"text\":\"It is a lamp\"}}"))
                .roots(question -> Json.object().put("roots", Json.array(root)).build())
                .onNotification(this::hear)
                .connect());
        expect(client().protocolVersion().equals(expected), client().protocolVersion());
        expect(client().serverInfo().has("name"), client().serverInfo());
    }

    private void hear(Notification notification) {
        heard.add((notification.method() + " "
                        + notification.params().string("uri").orElse(""))
                .trim());
    }

    private McpClient client() {
        if (connected.isEmpty()) throw new IllegalStateException("not connected");
        return connected.get(0);
    }

    private void close() throws InterruptedException, McpException {
        client().close();
        try {
            throw new IllegalStateException("still open: " + call("test_simple_text"));
        } catch (IOException asWanted) {
            connected.clear();
        }
    }

    private void callsATool() throws IOException, McpException, InterruptedException {
        ToolResult result = call("test_simple_text");
        expect(!result.isError() && result.text().contains("simple text"), result);
    }

    /** Refused as a request, or as a result that says so: peers differ. */
    private void isRefusedAnUnknownTool() throws IOException, McpException, InterruptedException {
        try {
            ToolResult result = call("nobody");
            expect(result.isError(), result);
        } catch (McpErrorException refused) {
            expect(refused.error().code() == -32602, refused.error());
        }
    }

    private void hearsOfProgress() throws IOException, McpException, InterruptedException {
        Heard progress = new Heard();
        CallOptions options = PATIENCE.onProgress(params ->
                progress.add(params.get("progress").map(Json::toString).orElse("-")));
        client().callTool("test_tool_with_progress", Json.EMPTY_OBJECT, options);
        expect(progress.all().size() > 1, progress.all());
    }

    /** A subscription opens in the background. */
    private void callUntilHeard(String tool, String notification)
            throws IOException, McpException, InterruptedException {
        for (int calls = 0; calls == 0 || !heard.within(Duration.ofSeconds(1), notification); calls++) {
            expect(calls < 10, "not heard of " + notification + ", but of " + heard.all());
            call(tool);
        }
    }

    private void cancels() throws IOException, McpException, InterruptedException {
        int before = Integer.parseInt(call("test_cancelled").text());
        try {
            ToolResult result = client().callTool("test_wait", Json.EMPTY_OBJECT, IMPATIENCE);
            throw new IllegalStateException("not cancelled: " + result);
        } catch (CallTimeoutException asWanted) {
            awaitCancellation(before);
        }
    }

    /** The notification is not answered, so that a call right after it may overtake it. */
    private void awaitCancellation(int before) throws IOException, McpException, InterruptedException {
        for (int polls = 0; Integer.parseInt(call("test_cancelled").text()) <= before; polls++) {
            expect(polls < 50, "the server did not notice");
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void callsEightToolsAtOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<ToolResult> one = () -> call("test_simple_text");
            for (Future<ToolResult> call : callers.invokeAll(Collections.nCopies(8, one))) {
                expect(call.get().text().contains("simple text"), call.get());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private void reconnects() throws IOException, McpException, InterruptedException {
        ToolResult result = call("test_reconnection");
        expect(result.text().contains("after the connection was closed"), result);
    }

    private void reads(String uri, String text) throws IOException, McpException, InterruptedException {
        List<Json> contents = client().readResource(uri);
        expect(contents.toString().contains(text), contents);
    }

    private ToolResult call(String tool) throws IOException, McpException, InterruptedException {
        return client().callTool(tool, Json.EMPTY_OBJECT);
    }

    private ToolResult call(String tool, String argument, String value)
            throws IOException, McpException, InterruptedException {
        return client().callTool(tool, Json.object().put(argument, value).build());
    }
}
