package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a builder collected.
 *
 * @param taskMaximum how long tasks are waited for; zero for a client that wants no tasks
 */
record ClientSettings(
        ClientProfile profile,
        Map<String, InputHandler> handlers,
        Set<String> resultTypes,
        Consumer<Notification> notifications,
        CallOptions options,
        int maxRounds,
        Duration taskMaximum,
        Executor executor) {}
