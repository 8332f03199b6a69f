package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.refusal.Refusal;
import java.util.concurrent.Callable;

/** Runs handlers whose failures are protocol errors. */
final class Guarded {

    private final Failures failures;

    Guarded(Failures failures) {
        this.failures = failures;
    }

    <T> T run(String operation, Callable<T> handler) throws InterruptedException {
        try {
            return handler.call();
        } catch (ToolException e) {
            throw new JsonRpcException(ErrorCode.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        } catch (InterruptedException | JsonRpcException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            String correlationId = failures.report(Refusal.INTERNAL_ERROR, operation, e);
            throw new JsonRpcException(ErrorCode.INTERNAL_ERROR, "Internal error (reference " + correlationId + ")");
        }
    }
}
