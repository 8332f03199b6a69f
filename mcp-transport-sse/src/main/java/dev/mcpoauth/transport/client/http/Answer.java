package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of one HTTP exchange.
 *
 * @param headers names in lower case
 */
record Answer(int status, Map<String, List<String>> headers, AnswerBody body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isUnauthorized() {
        return status == 401 || status == 403;
    }

    Optional<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    /** The body of an answer that is no event stream. */
    byte[] bytes() {
        return body instanceof AnswerBody.Whole whole ? whole.bytes() : new byte[0];
    }

    /** The JSON-RPC error in the body; an exception page or anything else is none. */
    Optional<JsonRpcError> error(JsonRpcCodec codec) {
        try {
            return codec.read(bytes()) instanceof ErrorResponse response
                    ? Optional.of(response.error())
                    : Optional.empty();
        } catch (JsonRpcException e) {
            return Optional.empty();
        }
    }

    HttpRefusalException refusal(JsonRpcCodec codec) {
        return new HttpRefusalException(status, headers, error(codec));
    }
}
