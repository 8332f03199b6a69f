package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.servlet.OperationGuard.Permission.Denied;

/** A guard's refusal on its way to the edge. */
final class Denial extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Denied denied;
    private final transient RequestId id;

    Denial(Denied denied, RequestId id) {
        super(denied.safeMessage(), null, false, false);
        this.denied = denied;
        this.id = id;
    }

    Denied denied() {
        return denied;
    }

    RequestId id() {
        return id;
    }
}
