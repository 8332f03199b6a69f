package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.refusal.RefusalListener;
import java.time.Duration;

/** How to serve a client over streams; {@link StdioServer.Builder} says what each means. */
record StdioServerSettings(
        int maxLineBytes,
        int maxJsonDepth,
        long maxQueuedBytes,
        int maxConcurrentCalls,
        int maxSubscriptions,
        Duration answerTimeout,
        Duration exitTimeout,
        RefusalListener refusals) {}
