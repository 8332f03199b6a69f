package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first exchange with a server, for whose answer the bridge waits. */
final class Handshake {

    /** By which codes and statuses a server says that it does not know {@code initialize}. */
    private static final Set<Integer> MODERN_CODES = Set.of(
            ErrorCode.METHOD_NOT_FOUND,
            ErrorCode.HEADER_MISMATCH,
            ErrorCode.MISSING_CLIENT_CAPABILITY,
            ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);

    private static final Set<Integer> MODERN_STATUSES = Set.of(400, 404, 405);

    private Handshake() {}

    /** The result of a request. */
    static Json await(CompletionStage<JsonRpcMessage> stage, Duration patience)
            throws IOException, McpException, InterruptedException {
        CompletableFuture<JsonRpcMessage> answer = stage.toCompletableFuture();
        try {
            JsonRpcMessage message = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (message instanceof ErrorResponse refused) {
                throw new McpErrorException(refused.error());
            }
            return ((Response) message).result();
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new IOException("the server does not answer within " + patience, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof McpException refused) {
                throw refused;
            }
            throw e.getCause() instanceof IOException down ? down : new IOException("no answer", e.getCause());
        }
    }

    /** Whether a server that refuses {@code initialize} like this may be of the stateless era. */
    static boolean maybeStateless(McpException refusal) {
        if (refusal instanceof McpErrorException refused) {
            return MODERN_CODES.contains(refused.error().code());
        }
        return refusal instanceof HttpRefusalException http && MODERN_STATUSES.contains(http.status());
    }
}
