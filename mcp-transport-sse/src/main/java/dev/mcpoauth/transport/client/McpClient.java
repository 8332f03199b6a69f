package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport.Opened;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of one MCP server, the same in every era: calls block, results are JSON as the specification describes them.
 * Thread-safe.
 *
 * <pre>{@code
 * try (McpClient client = McpClient.over(transport).as("example", "1.0").connect()) {
 *     ToolResult sum = client.callTool("add", Json.object().put("a", 1).put("b", 2).build());
 * }
 * }</pre>
 *
 * <p>Every call throws {@link IOException} if the server cannot be reached or the response was lost, {@link McpException}
 * if it refuses, and may be interrupted, which cancels it on the server.
 */
public final class McpClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(McpClient.class);

    private static final int MAX_PAGES = 1000;
    private static final String TOOLS_CALL = "tools/call";

    private final ClientTransport transport;
    private final ClientSettings settings;
    private final PendingCalls pending = new PendingCalls(System::nanoTime);
    private final ServerRequests serverRequests;
    private volatile Greeting greeting = Greeting.NONE;
    private volatile Optional<String> logLevel = Optional.empty();

    McpClient(ClientTransport transport, ClientSettings settings) {
        this.transport = transport;
        this.settings = settings;
        this.serverRequests = new ServerRequests(settings.handlers());
    }

    /** Starts a client over this transport, which the client closes in the end. */
    public static McpClientBuilder over(ClientTransport transport) {
        return new McpClientBuilder(transport);
    }

    void connect() throws IOException, McpException, InterruptedException {
        Opened opened = transport.open(settings.profile(), new Receiver());
        if (opened.era() == Era.STATELESS) {
            greeting = Greeting.discovered(opened.discovery());
            return;
        }
        Json params = settings.profile().initializeParams(ProtocolVersion.LATEST_SESSION);
        greeting = Greeting.initialized(call("initialize", params, settings.options()));
        send(new Notification("notifications/initialized", Json.NULL));
    }

    /** The revision that is spoken. */
    public ProtocolVersion protocolVersion() {
        return greeting.version();
    }

    /** What the server says about itself: {@code name}, {@code version}, perhaps more; {@code {}} if nothing. */
    public Json serverInfo() throws IOException, McpException, InterruptedException {
        return greeting().serverInfo();
    }

    /** The server's {@code ServerCapabilities}. */
    public Json serverCapabilities() throws IOException, McpException, InterruptedException {
        return greeting().capabilities();
    }

    /** The server's hint on how to use it. */
    public Optional<String> instructions() throws IOException, McpException, InterruptedException {
        return greeting().instructions();
    }

    /** In the stateless era a server is asked about itself when somebody wants to know. */
    private Greeting greeting() throws IOException, McpException, InterruptedException {
        if (!greeting.isComplete()) greeting = Greeting.discovered(request("server/discover", Json.NULL));
        return greeting;
    }

    /** All tools, as {@code Tool} objects. */
    public List<Json> listTools() throws IOException, McpException, InterruptedException {
        return listAll("tools/list", "tools");
    }

    /** All resources, as {@code Resource} objects. */
    public List<Json> listResources() throws IOException, McpException, InterruptedException {
        return listAll("resources/list", "resources");
    }

    /** All resource templates, as {@code ResourceTemplate} objects. */
    public List<Json> listResourceTemplates() throws IOException, McpException, InterruptedException {
        return listAll("resources/templates/list", "resourceTemplates");
    }

    /** All prompts, as {@code Prompt} objects. */
    public List<Json> listPrompts() throws IOException, McpException, InterruptedException {
        return listAll("prompts/list", "prompts");
    }

    /** Calls a tool with the client's default options. */
    public ToolResult callTool(String name, Json arguments) throws IOException, McpException, InterruptedException {
        return callTool(name, arguments, settings.options());
    }

    /**
     * Calls a tool. A failure that the tool reports is a result: see {@link ToolResult#isError}. A call that becomes a task
     * is waited for, as long as {@link McpClientBuilder#tasks} says.
     */
    public ToolResult callTool(String name, Json arguments, CallOptions options)
            throws IOException, McpException, InterruptedException {
        ToolStart start = startTool(name, arguments, options);
        if (start instanceof ToolStart.Started started) return started.task().await(settings.taskMaximum());
        return ((ToolStart.Finished) start).result();
    }

    /** Calls a tool, and does not wait where the call becomes a task: see {@link McpClientBuilder#tasks}. */
    public ToolStart startTool(String name, Json arguments, CallOptions options)
            throws IOException, McpException, InterruptedException {
        Json params =
                Json.object().put("name", name).put("arguments", arguments).build();
        Json result = request(TOOLS_CALL, params, options);
        if (!isTask(TOOLS_CALL, result)) return new ToolStart.Finished(new ToolResult(result));
        String id = result.string("taskId")
                .orElseThrow(() -> new ProtocolViolationException("the server names no task that it has begun"));
        return new ToolStart.Started(task(id));
    }

    /** A task that was begun earlier, perhaps by another process. The server is not asked yet. */
    public McpTask task(String id) {
        return new McpTask(this, id);
    }

    TaskWait.Input taskInput() {
        return new TaskWait.Input(serverRequests, settings.maxRounds());
    }

    /** Does something that nobody waits for. */
    void inBackground(ServerCall call) {
        settings.executor().execute(() -> {
            try {
                call.run();
            } catch (IOException | McpException e) {
                log.debug("Something that nobody waits for has failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Something to do at the server. */
    interface ServerCall {
        void run() throws IOException, McpException, InterruptedException;
    }

    /** The contents of a resource, as {@code TextResourceContents} and {@code BlobResourceContents} objects. */
    public List<Json> readResource(String uri) throws IOException, McpException, InterruptedException {
        Json result = request("resources/read", Json.object().put("uri", uri).build());
        return result.get("contents").map(Json::elements).orElse(List.of());
    }

    /** A prompt with its arguments filled in, as a {@code GetPromptResult} object. */
    public Json getPrompt(String name, Json arguments) throws IOException, McpException, InterruptedException {
        return request(
                "prompts/get",
                Json.object().put("name", name).put("arguments", arguments).build());
    }

    /**
     * Suggestions for an argument.
     *
     * @param reference a {@code PromptReference} or {@code ResourceTemplateReference} object
     */
    public List<String> complete(Json reference, String argument, String begin)
            throws IOException, McpException, InterruptedException {
        Json.Builder wanted = Json.object().put("name", argument).put("value", begin);
        Json result = request(
                "completion/complete",
                Json.object().put("ref", reference).put("argument", wanted).build());
        return result.at("completion", "values").map(Json::elements).orElse(List.of()).stream()
                .flatMap(value -> value.asString().stream())
                .toList();
    }

    /** Asks for log messages of this level and above, which come as {@code notifications/message}. */
    public void setLogLevel(String level) throws IOException, McpException, InterruptedException {
        logLevel = Optional.of(level);
        if (era() != Era.STATELESS) request("logging/setLevel", logLevelParams(level));
    }

    /**
     * Opens a subscription to changes: they come as notifications until it is closed. In the stateless era it is a
     * stream that is opened again when it breaks, and this returns when the server has acknowledged it, at the latest
     * after five seconds; before, list changes come by themselves and only resources are subscribed to.
     */
    public Subscription subscribe(Interest interest) throws IOException, McpException, InterruptedException {
        return era() == Era.STATELESS
                ? ListenSubscription.open(this, interest)
                : ResourceSubscription.open(this, interest);
    }

    /** Any request, with the client's default options. */
    public Json request(String method, Json params) throws IOException, McpException, InterruptedException {
        return request(method, params, settings.options());
    }

    /**
     * Any request. When the result asks for input, the handlers are asked and the request is sent again with their
     * answers, a bounded number of times (2026-07-28, "Multi Round-Trip Requests").
     *
     * @param params an object or {@link Json#NULL}
     */
    public Json request(String method, Json params, CallOptions options)
            throws IOException, McpException, InterruptedException {
        Json result = call(method, params, options);
        for (int rounds = 0; era() == Era.STATELESS && needsInput(method, result); rounds++) {
            if (rounds == settings.maxRounds())
                throw new ProtocolViolationException("the server asks for input again and again");
            result = call(method, withInput(params, result), options);
        }
        return result;
    }

    /** An absent type means complete; one that nobody offered to understand makes the result invalid. */
    private boolean needsInput(String method, Json result) throws ProtocolViolationException {
        String type = result.string("resultType").orElse("complete");
        if (type.equals("input_required")) return true;
        if (type.equals("complete")
                || isTask(method, result)
                || settings.resultTypes().contains(type)) return false;
        throw new ProtocolViolationException("the result is of a type that this client does not know");
    }

    /** Only a tool call can become a task, and only for a client that wants tasks. */
    private boolean isTask(String method, Json result) {
        return method.equals(TOOLS_CALL)
                && !settings.taskMaximum().isZero()
                && era() == Era.STATELESS
                && result.string("resultType").filter("task"::equals).isPresent();
    }

    /** The state goes back as it came, and neither it nor the answers go anywhere else. */
    private Json withInput(Json params, Json result) throws McpException, InterruptedException {
        Json.Builder again = params.isNull() ? Json.object() : params.toBuilder();
        Optional<Json> questions = result.get("inputRequests");
        if (questions.isPresent()) again.put("inputResponses", serverRequests.answerAll(questions.get()));
        return again.putIfPresent("requestState", result.get("requestState")).build();
    }

    /** Stays for as long as the server listens. */
    void listen(Json params, CallOptions options, Runnable acknowledged)
            throws IOException, McpException, InterruptedException {
        Json unused = call("subscriptions/listen", params, options, acknowledged);
    }

    private Json call(String method, Json params, CallOptions options)
            throws IOException, McpException, InterruptedException {
        return call(method, params, options, () -> {});
    }

    private Json call(String method, Json params, CallOptions options, Runnable acknowledged)
            throws IOException, McpException, InterruptedException {
        RequestId id = pending.nextId();
        PendingCall call = pending.add(id, options, acknowledged);
        boolean answered = false;
        try {
            transport
                    .send(new Request(id, method, withMeta(id, params, options)))
                    .whenComplete((done, failure) -> {
                        if (failure != null) call.fail(failure);
                    });
            JsonRpcMessage response = call.await(method);
            answered = true;
            if (response instanceof ErrorResponse refused) throw new McpErrorException(refused.error());
            return ((Response) response).result();
        } catch (CallTimeoutException | InterruptedException abandoned) {
            if (!answered && !method.equals("initialize")) cancel(id);
            throw abandoned;
        } finally {
            pending.remove(id);
        }
    }

    private Json withMeta(RequestId id, Json params, CallOptions options) {
        Json.Builder meta = Json.object();
        if (options.wantsProgress()) meta.put(MetaKeys.PROGRESS_TOKEN, id.value());
        if (era() == Era.STATELESS) logLevel.ifPresent(level -> meta.put(MetaKeys.LOG_LEVEL, level));
        Json added = meta.build();
        if (added.size() == 0) return params;
        Json base = params.isNull() ? Json.EMPTY_OBJECT : params;
        Json own = base.get(MetaKeys.META).orElse(Json.EMPTY_OBJECT);
        return base.with(MetaKeys.META, added.toBuilder().putAll(own).build());
    }

    private void cancel(RequestId id) {
        Json params = Json.object()
                .put("requestId", id.value())
                .put("reason", "the client waits no longer")
                .build();
        sendAndForget(new Notification("notifications/cancelled", params));
    }

    private void send(JsonRpcMessage message) throws IOException, McpException, InterruptedException {
        try {
            transport.send(message).toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof McpException refusal) throw refusal;
            throw new IOException("a message was not taken", e.getCause());
        }
    }

    private void sendAndForget(JsonRpcMessage message) {
        transport.send(message).whenComplete((done, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause != null) log.debug("A message was not taken", cause);
        });
    }

    private List<Json> listAll(String method, String member) throws IOException, McpException, InterruptedException {
        List<Json> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Json params = Json.NULL;
        while (true) {
            Json page = request(method, params);
            all.addAll(page.get(member).map(Json::elements).orElse(List.of()));
            Optional<String> cursor = page.string("nextCursor");
            if (cursor.isEmpty()) return List.copyOf(all);
            if (!seen.add(cursor.get()) || seen.size() > MAX_PAGES)
                throw new ProtocolViolationException("the pages of " + method + " have no end");
            params = Json.object().put("cursor", cursor.get()).build();
        }
    }

    private static Json logLevelParams(String level) {
        return Json.object().put("level", level).build();
    }

    Era era() {
        return greeting.version().era() == Era.STATELESS ? Era.STATELESS : Era.SESSION;
    }

    /** Ends the session. Calls that are under way fail. */
    @Override
    public void close() {
        transport.close();
        pending.failAll(new IOException("the client is closed"));
    }

    private final class Receiver implements ClientTransport.Listener {

        @Override
        public void onMessage(JsonRpcMessage message) {
            if (message instanceof Response response) pending.complete(response.id(), response);
            else if (message instanceof ErrorResponse error) pending.complete(error.id(), error);
            else if (message instanceof Notification notification) notified(notification);
            else if (message instanceof Request request)
                settings.executor().execute(() -> sendAndForget(serverRequests.answer(request)));
        }

        private void notified(Notification notification) {
            if (notification.method().equals("notifications/progress"))
                undisturbed(() -> pending.progress(notification.params()));
            if (notification.method().equals("notifications/subscriptions/acknowledged"))
                undisturbed(() -> pending.acknowledged(notification.params()));
            // A server cancels nothing but subscriptions, which it makes known in this way over stdio.
            if (notification.method().equals("notifications/cancelled") && era() == Era.STATELESS)
                undisturbed(() -> pending.cancelled(notification.params()));
            undisturbed(() -> settings.notifications().accept(notification));
        }

        /** The thread also reads all else that the server says, so that a callback's failure must not end it. */
        private void undisturbed(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                log.warn("A callback for notifications failed", e);
            }
        }

        @Override
        public void onClosed(IOException cause) {
            pending.failAll(cause);
        }

        /** The new session knows nothing of the log level. */
        @Override
        public void onRenewed() {
            logLevel.ifPresent(
                    level -> sendAndForget(new Request(pending.nextId(), "logging/setLevel", logLevelParams(level))));
        }
    }
}
