package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport.Listener;
import dev.mcpoauth.transport.client.ClientTransport.Opened;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a process of its own for {@code server/discover}: some older servers exit on a request before {@code initialize},
 * which must not hit the process that is to be used (2026-07-28, stdio, "Backward Compatibility").
 */
final class StdioProbe {

    private static final RequestId ID = RequestId.of("probe");

    private static final Set<Integer> MODERN_ERRORS = Set.of(
            ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_CLIENT_CAPABILITY, ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);

    private StdioProbe() {}

    /** The era; any answer that is not clearly modern, the end of the process and silence mean an older one. */
    static Opened run(StdioSettings settings, ClientProfile profile) throws IOException, InterruptedException {
        CompletableFuture<JsonRpcMessage> answer = new CompletableFuture<>();
        try (ServerProcess process = ServerProcess.start(settings, receiver(answer))) {
            process.write(new Request(ID, "server/discover", profile.stamp(Json.NULL, ProtocolVersion.LATEST)));
            return verdict(answer.get(settings.probeTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException silence) {
            return new Opened(Era.SESSION);
        }
    }

    private static Opened verdict(JsonRpcMessage answer) {
        if (answer instanceof Response response) return new Opened(Era.STATELESS, response.result());
        boolean modern = answer instanceof ErrorResponse refused
                && MODERN_ERRORS.contains(refused.error().code());
        return new Opened(modern ? Era.STATELESS : Era.SESSION);
    }

    private static Listener receiver(CompletableFuture<JsonRpcMessage> answer) {
        return new Listener() {
            @Override
            public void onMessage(JsonRpcMessage message) {
                if (message instanceof Response || message instanceof ErrorResponse) answer.complete(message);
            }

            @Override
            public void onClosed(IOException cause) {
                answer.completeExceptionally(cause);
            }
        };
    }
}
