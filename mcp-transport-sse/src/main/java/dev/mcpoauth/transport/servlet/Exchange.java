package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.servlet.OperationGuard.Operation;
import dev.mcpoauth.transport.servlet.OperationGuard.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** One HTTP request and its response, on a container thread. */
record Exchange(HttpServletRequest request, HttpServletResponse response, Caller caller, EdgeRefusals refusals) {

    Optional<String> header(String name) {
        return Headers.single(request, name);
    }

    /**
     * Asks the guard.
     *
     * @throws Denial if it refuses
     */
    void requirePermission(OperationGuard guard, Request message) {
        for (String name : Targets.of(message.method(), message.params())) {
            requirePermission(guard.check(request, new Operation(message.method(), name)), message);
        }
    }

    private static void requirePermission(Permission permission, Request message) {
        if (permission instanceof Permission.Permitted) return;
        if (permission instanceof Permission.Denied denied) throw new Denial(denied, message.id());
        throw Refusal.OPERATION_NOT_PERMITTED.exception();
    }
}
