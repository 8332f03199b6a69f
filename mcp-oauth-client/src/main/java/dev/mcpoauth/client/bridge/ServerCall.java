package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call to a server of the session era for a host of the stateless era, which may make several requests out of it:
 * while the server waits for an input, no request of the host is open, and the next one takes the call up again.
 * Thread-safe.
 */
final class ServerCall {
    private final Request request;
    private final RequestId serverId;
    private final String state;
    private final UnaryOperator<Json> newer;
    private final Host host;
    private final Map<String, Request> questions = new LinkedHashMap<>();
    private Optional<JsonRpcMessage> outcome = Optional.empty();
    private @Nullable RequestId hostId;
    private long asked;
    private boolean over;

    /**
     * A call for this request.
     *
     * @param state what the host sends back to take the call up again; not to be guessed
     * @param newer turns a result into one of the stateless era
     */
    ServerCall(Host host, Request request, RequestId serverId, String state, UnaryOperator<Json> newer) {
        this.host = host;
        this.request = request;
        this.serverId = serverId;
        this.state = state;
        this.newer = newer;
        this.hostId = request.id();
    }

    Request request() {
        return request;
    }

    RequestId serverId() {
        return serverId;
    }

    String state() {
        return state;
    }

    synchronized boolean serves(RequestId id) {
        return id.equals(hostId);
    }

    /** Whether this is the same request again, apart from what a retry adds. */
    boolean isRetriedBy(Request retry) {
        return retry.method().equals(request.method())
                && retry.params().get("name").equals(request.params().get("name"))
                && retry.params().get("uri").equals(request.params().get("uri"))
                && retry.params().get("arguments").equals(request.params().get("arguments"));
    }

    /** The server asks the host something in the course of this call. */
    synchronized void ask(Request question) {
        questions.put("input-" + ++asked, question);
        deliver();
    }

    synchronized void end(JsonRpcMessage answer) {
        outcome = Optional.of(answer);
        deliver();
    }

    /** Whether the host has been told how the call ended. */
    synchronized boolean isOver() {
        return over;
    }

    /** A retry takes the call up; gives the server's requests that it answers, with the answers. */
    synchronized List<Response> resume(Request retry) {
        hostId = retry.id();
        Json inputs = retry.params().get("inputResponses").orElse(Json.EMPTY_OBJECT);
        List<Response> answers = questions.entrySet().stream()
                .filter(question -> inputs.has(question.getKey()))
                .map(question -> new Response(
                        question.getValue().id(), inputs.get(question.getKey()).orElseThrow()))
                .toList();
        questions.keySet().removeIf(inputs::has);
        deliver();
        return answers;
    }

    /** The requests of the server that nobody will answer any more. */
    synchronized List<Request> abandon() {
        hostId = null;
        List<Request> open = List.copyOf(questions.values());
        questions.clear();
        return open;
    }

    private void deliver() {
        RequestId waiting = hostId;
        if (waiting == null) {
            return;
        }
        if (outcome.isPresent()) {
            hostId = null;
            over = true;
            host.answer(under(waiting, outcome.get()));
        } else if (!questions.isEmpty()) {
            hostId = null;
            host.answer(new Response(waiting, inputRequired()));
        }
    }

    private JsonRpcMessage under(RequestId id, JsonRpcMessage answer) {
        return answer instanceof ErrorResponse refused
                ? new ErrorResponse(id, refused.error())
                : new Response(id, newer.apply(((Response) answer).result()));
    }

    private Json inputRequired() {
        Json.Builder inputs = Json.object();
        questions.forEach((key, question) ->
                inputs.put(key, Json.object().put("method", question.method()).put("params", params(question))));
        return Json.object()
                .put("resultType", "input_required")
                .put("inputRequests", inputs)
                .put("requestState", state)
                .build();
    }

    private static Json params(Request question) {
        return question.params().isNull()
                ? Json.EMPTY_OBJECT
                : question.params().without("elicitationId");
    }
}
