package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What a builder collected. */
record ClientSettings(
        ClientProfile profile,
        Map<String, InputHandler> handlers,
        Set<String> resultTypes,
        Consumer<Notification> notifications,
        CallOptions options,
        int maxRounds,
        Executor executor) {}
