package dev.mcpoauth.transport.refusal;

import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.RequestId;

/** A refusal on its way to the edge that writes it. */
public final class RefusalException extends JsonRpcException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /** Use {@link Refusal#exception()} and its siblings. */
    RefusalException(Refusal refusal, RequestId id, JsonRpcError error) {
        super(id, error);
        this.refusal = refusal;
    }

    /** The reason. */
    public Refusal refusal() {
        return refusal;
    }

    /** The same refusal of the request with this id. */
    public RefusalException of(RequestId request) {
        return new RefusalException(refusal, request, error());
    }
}
