package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Collects the settings of an {@link McpClient}. A handler declares the capability that it stands for. */
public final class McpClientBuilder {

    private final ClientTransport transport;
    private final Map<String, InputHandler> handlers = new HashMap<>();
    private final Set<String> resultTypes = new HashSet<>();
    private final Json.Builder capabilities = Json.object();
    private Json clientInfo =
            Json.object().put("name", "mcp-oauth").put("version", "0").build();
    private Consumer<Notification> notifications = notification -> {};
    private CallOptions options = CallOptions.DEFAULT;
    private int maxRounds = 10;
    private Duration taskMaximum = Duration.ZERO;

    McpClientBuilder(ClientTransport transport) {
        this.transport = transport;
    }

    /** Who this client is. */
    public McpClientBuilder as(String name, String version) {
        clientInfo = Json.object().put("name", name).put("version", version).build();
        return this;
    }

    /** Answers {@code elicitation/create}. */
    public McpClientBuilder elicitation(InputHandler handler) {
        return handler("elicitation/create", handler).capability("elicitation", Json.EMPTY_OBJECT);
    }

    /** Answers {@code sampling/createMessage}. */
    public McpClientBuilder sampling(InputHandler handler) {
        return handler("sampling/createMessage", handler).capability("sampling", Json.EMPTY_OBJECT);
    }

    /** Answers {@code roots/list}. */
    public McpClientBuilder roots(InputHandler handler) {
        return handler("roots/list", handler).capability("roots", Json.EMPTY_OBJECT);
    }

    private McpClientBuilder handler(String method, InputHandler handler) {
        handlers.put(method, handler);
        return this;
    }

    /** Declares a capability, or what a handler declared in more detail. */
    public McpClientBuilder capability(String name, Json value) {
        capabilities.put(name, value);
        return this;
    }

    /** Accepts results of this {@code resultType}, which an extension that was declared defines. */
    public McpClientBuilder resultType(String type) {
        resultTypes.add(type);
        return this;
    }

    /**
     * Declares the Tasks extension: the server may answer a tool call by a task. {@link McpClient#callTool} then waits for the
     * task's result, and {@link McpClient#startTool} does not.
     *
     * @param maximum the longest wait for a task, in all; then it is cancelled
     * @throws IllegalArgumentException if that is not positive
     */
    public McpClientBuilder tasks(Duration maximum) {
        if (maximum.isZero() || maximum.isNegative()) throw new IllegalArgumentException("maximum must be positive");
        taskMaximum = maximum;
        return this;
    }

    /** Gets every notification of the server, on a thread of the transport: waiting there holds up its stream. */
    public McpClientBuilder onNotification(Consumer<Notification> receiver) {
        notifications = receiver;
        return this;
    }

    /** Limits calls that bring no options of their own; default {@link CallOptions#DEFAULT}. */
    public McpClientBuilder callOptions(CallOptions defaults) {
        options = defaults;
        return this;
    }

    /** Answers a server's questions in the course of one call so many times; default 10. */
    public McpClientBuilder maxInputRounds(int rounds) {
        if (rounds < 0) throw new IllegalArgumentException("rounds must not be negative: " + rounds);
        maxRounds = rounds;
        return this;
    }

    /**
     * Connects.
     *
     * @throws IOException if the server cannot be reached
     * @throws McpException if it refuses, or speaks no revision that this client speaks
     */
    public McpClient connect() throws IOException, McpException, InterruptedException {
        Json declared = capabilities.build();
        if (!taskMaximum.isZero()) declared = Extensions.declare(declared, Extensions.TASKS);
        ClientSettings settings = new ClientSettings(
                new ClientProfile(clientInfo, declared),
                Map.copyOf(handlers),
                Set.copyOf(resultTypes),
                notifications,
                options,
                maxRounds,
                taskMaximum,
                Background::start);
        McpClient client = new McpClient(transport, settings);
        boolean connected = false;
        try {
            client.connect();
            connected = true;
            return client;
        } finally {
            if (!connected) client.close();
        }
    }
}
