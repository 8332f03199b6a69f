package dev.mcpoauth.example.sdk.peer;

import static dev.mcpoauth.example.sdk.peer.Steps.expect;

import dev.mcpoauth.transport.McpHeaders;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The official Java SDK's client, speaking one revision. Expects of a server what {@link OurClient} expects. */
final class SdkClient {

    private static final String WATCHED = "test://watched-resource";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private final McpSyncClient client;
    private final String expected;
    private final Heard heard;

    private SdkClient(McpClientTransport transport, String expected) {
        Heard things = new Heard();
        this.heard = things;
        this.expected = expected;
        this.client = McpClient.sync(transport)
                .requestTimeout(Duration.ofSeconds(15))
                .capabilities(McpSchema.ClientCapabilities.builder()
                        .elicitation()
                        .sampling()
                        .roots(true)
                        .build())
                .roots(new Root("file:///home/ada", "home"))
                .elicitation(question -> ElicitResult.builder(ElicitResult.Action.ACCEPT)
                        .content(Map.of("username", "ada", "email", "ada@example.com"))
                        .build())
                .sampling(question -> CreateMessageResult.builder(McpSchema.Role.ASSISTANT, "It is a lamp", "a model")
                        .build())
                .progressConsumer(progress -> things.add("progress " + progress.progress()))
                .loggingConsumer(message -> things.add("log " + message.data()))
                .toolsChangeConsumer(tools -> things.add("tools"))
                .resourcesUpdateConsumer(contents -> things.add("resource " + contents))
                .build();
    }

    /** All steps over Streamable HTTP. */
    static Steps streamable(URI endpoint, String version) {
        Deque<String> sessions = new ConcurrentLinkedDeque<>();
        SdkClient client = new SdkClient(
                HttpClientStreamableHttpTransport.builder(origin(endpoint))
                        .endpoint(endpoint.getRawPath())
                        .supportedProtocolVersions(List.of(version))
                        .addHttpRequestCustomizer((builder, method, uri, body, context) -> builder.copy()
                                .build()
                                .headers()
                                .firstValue(McpHeaders.SESSION_ID)
                                .ifPresent(sessions::add))
                        .build(),
                version);
        return client.steps()
                .add("starts a new session", () -> {
                    String before = sessions.getLast();
                    int status = client.send(
                            endpoint, before, HttpRequest.newBuilder().DELETE());
                    expect(status / 100 == 2, "DELETE was answered " + status);
                    client.callsAToolAgain();
                    expect(!sessions.getLast().equals(before), "still " + before);
                })
                .add("ends its session", () -> {
                    expect(client.client.closeGracefully(), "not closed");
                    HttpRequest.Builder ping = HttpRequest.newBuilder()
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .POST(BodyPublishers.ofString(PING));
                    int status = client.send(endpoint, sessions.getLast(), ping);
                    expect(status == 404, "a ping was answered " + status);
                });
    }

    /** All steps over HTTP+SSE. */
    @SuppressWarnings("deprecation")
    static Steps sse(URI endpoint) {
        SdkClient client = new SdkClient(
                HttpClientSseClientTransport.builder(origin(endpoint))
                        .sseEndpoint(endpoint.getRawPath())
                        .build(),
                "2024-11-05");
        return client.steps().add("closes", () -> expect(client.client.closeGracefully(), "not closed"));
    }

    /** All steps over stdio. */
    static Steps stdio(List<String> command, String version) {
        ServerParameters parameters = ServerParameters.builder(command.get(0))
                .args(command.subList(1, command.size()))
                .build();
        SdkClient client = new SdkClient(new StdioClientTransport(parameters, McpJsonDefaults.getMapper()), version);
        return client.steps().add("ends the server", () -> {
            expect(client.client.closeGracefully(), "not closed");
            List<ProcessHandle> left = ProcessHandle.current().children().toList();
            expect(left.isEmpty(), left);
        });
    }

    private static String origin(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    private int send(URI endpoint, String session, HttpRequest.Builder request) throws Exception {
        HttpRequest complete =
                request.uri(endpoint).header(McpHeaders.SESSION_ID, session).build();
        return HttpClient.newHttpClient()
                .send(complete, BodyHandlers.discarding())
                .statusCode();
    }

    private Steps steps() {
        return new Steps()
                .add("agrees on the revision", () -> {
                    String version = client.initialize().protocolVersion();
                    expect(version.equals(expected), version);
                })
                .add("lists tools", () -> {
                    List<McpSchema.Tool> tools = client.listTools().tools();
                    expect(tools.stream().anyMatch(tool -> tool.name().equals("test_simple_text")), tools);
                })
                .add("calls a tool", this::callsATool)
                .add("is told what went wrong in a tool", () -> {
                    CallToolResult result = call("test_error_handling", Map.of());
                    expect(isError(result) && result.toString().contains("intentionally"), result);
                })
                .add("is refused an unknown tool", () -> {
                    try {
                        throw new IllegalStateException("not refused: " + call("nobody", Map.of()));
                    } catch (McpError refused) {
                        expect(refused.getJsonRpcError().code() == -32602, refused.getJsonRpcError());
                    }
                })
                .add("hears of progress", () -> {
                    client.callTool(CallToolRequest.builder("test_tool_with_progress")
                            .progressToken("token")
                            .build());
                    heard.await("progress 100");
                })
                .add("hears what is logged", () -> {
                    client.setLoggingLevel(McpSchema.LoggingLevel.INFO);
                    call("test_tool_with_logging", Map.of());
                    heard.await("log Tool execution completed");
                })
                .add("answers an elicitation", () -> {
                    CallToolResult answer = call("test_elicitation", Map.of("message", "Who are you?"));
                    expect(answer.toString().contains("ada@example.com"), answer);
                })
                .add("answers a sampling", () -> {
                    CallToolResult answer = call("test_sampling", Map.of("prompt", "What is it?"));
                    expect(answer.toString().contains("It is a lamp"), answer);
                })
                .add("answers for its roots", () -> {
                    CallToolResult answer = call("test_list_roots", Map.of());
                    expect(answer.toString().contains("file:///home/ada"), answer);
                })
                .add("reads resources", () -> {
                    expect(!client.listResources().resources().isEmpty(), "no resources");
                    expect(!client.listResourceTemplates().resourceTemplates().isEmpty(), "no templates");
                    reads("test://static-text", "static text");
                    reads("test://template/7/data", "7");
                })
                .add("gets prompts", () -> {
                    expect(!client.listPrompts().prompts().isEmpty(), "no prompts");
                    Map<String, Object> arguments = Map.of("arg1", "one", "arg2", "two");
                    var prompt = client.getPrompt(GetPromptRequest.builder("test_prompt_with_arguments")
                            .arguments(arguments)
                            .build());
                    expect(prompt.toString().contains("two"), prompt);
                })
                .add("completes an argument", () -> {
                    var completion = client.completeCompletion(CompleteRequest.builder(
                                    new PromptReference("test_prompt_with_arguments"),
                                    new CompleteRequest.CompleteArgument("arg1", "par"))
                            .build());
                    expect(completion.toString().contains("paris"), completion);
                })
                .add("hears that the tools changed", () -> {
                    call("test_trigger_tool_change", Map.of());
                    heard.await("tools");
                })
                .add("hears that a resource changed", () -> {
                    client.subscribeResource(SubscribeRequest.builder(WATCHED).build());
                    call("test_touch_resource", Map.of());
                    heard.await("resource ");
                })
                .add("calls eight tools at once", this::callsEightToolsAtOnce);
    }

    private void callsATool() {
        CallToolResult result = call("test_simple_text", Map.of());
        expect(!isError(result) && result.toString().contains("simple text"), result);
    }

    /** The call that finds its session gone fails, and makes the SDK open another for the next. */
    private void callsAToolAgain() {
        try {
            callsATool();
        } catch (RuntimeException terminated) {
            callsATool();
        }
    }

    /** It may be absent, and the SDK leaves that to its users. */
    private static boolean isError(CallToolResult result) {
        return Boolean.TRUE.equals(result.isError());
    }

    private void callsEightToolsAtOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<CallToolResult> one = () -> call("test_simple_text", Map.of());
            for (Future<CallToolResult> call : callers.invokeAll(Collections.nCopies(8, one))) {
                expect(call.get().toString().contains("simple text"), call.get());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private void reads(String uri, String text) {
        var result = client.readResource(ReadResourceRequest.builder(uri).build());
        expect(result.contents().toString().contains(text), result);
    }

    private CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }
}
