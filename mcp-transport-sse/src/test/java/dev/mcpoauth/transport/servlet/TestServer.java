package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.container.Container;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.server.McpServer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real container on a free port of 127.0.0.1. The header {@code X-Test-Caller} plays the authenticating filter. */
final class TestServer implements AutoCloseable {

    static final String CAPABILITIES = "{\"elicitation\":{},\"sampling\":{},\"roots\":{}}";
    static final String WITH_TASKS = "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";

    final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    final McpServlet servlet;
    final McpServer mcp;
    final HttpClient http = HttpClient.newHttpClient();
    private final Container container;

    TestServer(UnaryOperator<McpServer.Builder> application) {
        this(application, settings -> settings, 0);
    }

    TestServer(
            UnaryOperator<McpServer.Builder> application,
            UnaryOperator<McpServletSettings.Builder> settings,
            int containerThreads) {
        RefusalListener listener = event -> refusals.add(event.refusal());
        mcp = application
                .apply(McpServer.builder("test", "1").refusals(listener))
                .build();
        servlet = new McpServlet(
                mcp,
                settings.apply(McpServletSettings.builder().refusals(listener)).build());
        container = Container.start(this::addTo, containerThreads);
    }

    private void addTo(ServletContext context) {
        Filter authentication = (request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            String caller = http.getHeader("X-Test-Caller");
            if (caller == null) {
                chain.doFilter(request, response);
                return;
            }
            request.setAttribute(McpServlet.CALLER_KEY, caller);
            chain.doFilter(
                    new HttpServletRequestWrapper(http) {
                        @Override
                        public Principal getUserPrincipal() {
                            return () -> caller;
                        }
                    },
                    response);
        };
        FilterRegistration.Dynamic filter = context.addFilter("authentication", authentication);
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        servlet.mount(context, "/mcp");
    }

    /** Container threads that do something for a request right now. */
    int busyThreads() {
        return container.busyThreads();
    }

    URI uri() {
        return container.uri("/mcp");
    }

    int port() {
        return container.port();
    }

    /** A request with the headers that every revision wants. */
    HttpRequest.Builder request(String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        for (int i = 0; i < headers.length; i += 2) builder.setHeader(headers[i], headers[i + 1]);
        return builder;
    }

    HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return send(request(headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A stateless request as a well-behaved client sends it; {@code params} without {@code _meta}. */
    HttpRequest.Builder stateless(String method, String params, String... headers) {
        return stateless(method, Json.parse(params), CAPABILITIES, headers);
    }

    /** The same of a client that can have tasks. */
    HttpRequest.Builder withTasks(String method, String params, String... headers) {
        return stateless(method, Json.parse(params), WITH_TASKS, headers);
    }

    HttpRequest.Builder stateless(String method, Json params, String capabilities, String... headers) {
        Json meta = Json.object()
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .put("io.modelcontextprotocol/clientCapabilities", Json.parse(capabilities))
                .putAll(params.get("_meta").orElse(Json.EMPTY_OBJECT))
                .build();
        Json body = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put("params", params.with("_meta", meta))
                .build();
        HttpRequest.Builder builder = request("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method);
        String name = params.string("name")
                .or(() -> params.string("uri"))
                .or(() -> params.string("taskId"))
                .orElse("");
        if (!name.isEmpty()) builder.setHeader("Mcp-Name", name);
        for (int i = 0; i < headers.length; i += 2) builder.setHeader(headers[i], headers[i + 1]);
        return builder.POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    HttpResponse<String> callStateless(String method, String params, String... headers)
            throws IOException, InterruptedException {
        return send(stateless(method, params, headers));
    }

    /** Opens a session and returns its id. */
    String initialize(String version, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response = post(initializeBody(version), headers);
        return response.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    static String initializeBody(String version) {
        return "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":" + CAPABILITIES + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    }

    static String rpc(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    /** Bytes over a socket, for what no HTTP client would send. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** The messages of a JSON or event-stream body. */
    static List<Json> messages(HttpResponse<String> response) {
        if (!response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
            return List.of(Json.parse(response.body()));
        }
        return dataLines(response.body()).map(Json::parse).toList();
    }

    static Stream<String> dataLines(String body) {
        return Arrays.stream(body.split("\n"))
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .filter(data -> !data.isEmpty());
    }

    static Json last(HttpResponse<String> response) {
        List<Json> messages = messages(response);
        return messages.get(messages.size() - 1);
    }

    static Json result(HttpResponse<String> response) {
        return last(response).get("result").orElseThrow(() -> new AssertionError(response.body()));
    }

    static long errorCode(HttpResponse<String> response) {
        return last(response)
                .at("error", "code")
                .flatMap(Json::asLong)
                .orElseThrow(() -> new AssertionError(response.body()));
    }

    static String text(Json toolResult) {
        return toolResult
                .get("content")
                .orElseThrow()
                .elements()
                .get(0)
                .string("text")
                .orElseThrow();
    }

    @Override
    public void close() {
        container.close();
        mcp.close();
    }
}
