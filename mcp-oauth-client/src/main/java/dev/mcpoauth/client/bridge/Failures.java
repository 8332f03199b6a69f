package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.store.KeyUnavailableException;
import dev.mcpoauth.client.store.StoreUnavailableException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the host reads when a request cannot be served. The texts name no secret and the reason is in the data. */
final class Failures {
    private Failures() {}

    static JsonRpcError error(Reason reason, String text) {
        return error(ErrorCode.INTERNAL_ERROR, reason, text);
    }

    static JsonRpcError error(int code, Reason reason, String text) {
        return new JsonRpcError(
                code, text, Json.object().put("reason", reason.id()).build());
    }

    static JsonRpcError of(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof McpErrorException refused) {
            return refused.error();
        }
        if (cause instanceof AuthException refused) {
            return signIn(refused);
        }
        if (cause instanceof HttpRefusalException refused) {
            return refused.error().orElseGet(() -> error(ClientReasons.BRIDGE_REMOTE_REFUSED, refusal(refused)));
        }
        if (cause instanceof KeyUnavailableException) {
            return error(ClientReasons.BRIDGE_KEY_UNAVAILABLE, "The stored sign-in cannot be read: " + text(cause));
        }
        if (cause instanceof StoreUnavailableException) {
            return error(
                    ClientReasons.BRIDGE_STORE_UNAVAILABLE, "Sign-ins cannot be stored or read here: " + text(cause));
        }
        if (cause instanceof IOException) {
            return error(ClientReasons.BRIDGE_REMOTE_UNREACHABLE, "No answer from the server: " + text(cause));
        }
        if (cause instanceof MisconfiguredException) {
            return error(ClientReasons.BRIDGE_MISCONFIGURED, "The bridge is not set up right: " + text(cause));
        }
        return error(ClientReasons.BRIDGE_REMOTE_INVALID, "The server's answer cannot be used: " + text(cause));
    }

    /** With the trace by which whoever runs the server finds it on the page of recent flows. */
    private static JsonRpcError signIn(AuthException refused) {
        Json.Builder data = Json.object().put("reason", refused.reason().id());
        refused.traceId().ifPresent(trace -> data.put("trace", trace));
        return new JsonRpcError(ErrorCode.INTERNAL_ERROR, "Sign-in failed: " + refused.getMessage(), data.build());
    }

    private static Throwable cause(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable cause = failure.getCause();
        return wrapper && cause != null ? cause : failure;
    }

    private static String refusal(HttpRefusalException refused) {
        String text = "The server answers with HTTP status " + refused.status();
        return switch (refused.status()) {
            case 401 -> text + ": it does not accept the sign-in";
            case 403 -> text + ": this account may not do that";
            case 404, 405 -> text + ": there is no MCP server at this URL";
            case 429, 503 -> text + ": it is busy, try again later";
            default -> text;
        };
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
