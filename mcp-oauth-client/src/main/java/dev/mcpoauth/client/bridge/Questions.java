package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Asks a host of the session era what a result of the stateless era asks for, one request to the host for each input.
 * Thread-safe.
 */
final class Questions {
    private static final int MAX_ROUNDS = 10;
    private static final int MAX_INPUTS = 32;

    /** What a server may ask for (2026-07-28, "Multi Round-Trip Requests", Server Requirements). */
    private static final Set<String> METHODS = Set.of("elicitation/create", "sampling/createMessage", "roots/list");

    private final Host host;
    private final OwnCalls ids;
    private final Map<RequestId, Interview> open = new ConcurrentHashMap<>();

    Questions(Host host, OwnCalls ids) {
        this.host = host;
        this.ids = ids;
    }

    /** The inputs of one round, as far as they have come. */
    private static final class Interview {
        private final Request request;
        private final Json result;
        private final Consumer<Request> again;
        private final Map<RequestId, String> asked = new LinkedHashMap<>();
        private final Map<String, Json> inputs = new LinkedHashMap<>();

        private Interview(Request request, Json result, Consumer<Request> again) {
            this.request = request;
            this.result = result;
            this.again = again;
        }

        /** The state goes back as it came, and not at all if none came. */
        private Request retry() {
            Json before = request.params().isNull() ? Json.EMPTY_OBJECT : request.params();
            Json.Builder params = before.without("inputResponses").without("requestState").toBuilder();
            if (result.has("inputRequests")) {
                Json.Builder responses = Json.object();
                inputs.forEach(responses::put);
                params.put("inputResponses", responses);
            }
            params.putIfPresent("requestState", result.get("requestState"));
            return new Request(request.id(), request.method(), params.build());
        }
    }

    /**
     * Asks the host, and has the request made again with its answers.
     *
     * @param round how often that was done before for this request
     */
    void ask(Request request, Json result, int round, Consumer<Request> again) {
        Map<String, Json> wanted =
                result.get("inputRequests").map(Json::members).orElse(Map.of());
        Optional<JsonRpcError> refusal = refusal(wanted, round);
        if (refusal.isPresent()) {
            host.answer(new ErrorResponse(request.id(), refusal.get()));
            return;
        }
        host.renew(request.id());
        Interview interview = new Interview(request, result, again);
        if (wanted.isEmpty()) {
            again.accept(interview.retry());
            return;
        }
        Map<RequestId, Json> questions = new LinkedHashMap<>();
        wanted.forEach((key, question) -> {
            RequestId id = ids.nextId();
            interview.asked.put(id, key);
            questions.put(id, question);
        });
        questions.keySet().forEach(id -> open.put(id, interview));
        questions.forEach((id, question) -> host.tell(new Request(id, method(question), params(question))));
    }

    private static Optional<JsonRpcError> refusal(Map<String, Json> wanted, int round) {
        if (round >= MAX_ROUNDS || wanted.size() > MAX_INPUTS) {
            return Optional.of(Failures.error(
                    ClientReasons.BRIDGE_INPUT_LIMIT, "the server asks for input again and again, or for too much"));
        }
        boolean unknown = wanted.values().stream().anyMatch(question -> !METHODS.contains(method(question)));
        return unknown
                ? Optional.of(Failures.error(
                        ClientReasons.BRIDGE_REMOTE_INVALID, "the server asks for an input that is not known here"))
                : Optional.empty();
    }

    private static String method(Json question) {
        return question.string("method").orElse("");
    }

    /** Revision 2025-11-25 wants an id on an elicitation by URL, which 2026-07-28 has dropped. */
    private static Json params(Json question) {
        Json params = question.get("params").filter(Json::isObject).orElse(Json.NULL);
        boolean byUrl = params.string("mode").filter("url"::equals).isPresent();
        return byUrl && !params.has("elicitationId")
                ? params.with("elicitationId", Json.of(UUID.randomUUID().toString()))
                : params;
    }

    /** An answer of the host; the last one of a round sends the request on its way again. */
    void answered(JsonRpcMessage answer) {
        RequestId id = answer instanceof Response response ? response.id() : ((ErrorResponse) answer).id();
        Interview interview = open.remove(id);
        if (interview == null) {
            return;
        }
        if (answer instanceof ErrorResponse refused) {
            end(interview);
            host.answer(new ErrorResponse(interview.request.id(), refused.error()));
            return;
        }
        boolean complete;
        synchronized (interview) {
            interview.inputs.put(interview.asked.get(id), ((Response) answer).result());
            complete = interview.inputs.size() == interview.asked.size();
        }
        if (complete && host.awaits(interview.request.id())) {
            host.renew(interview.request.id());
            interview.again.accept(interview.retry());
        }
    }

    /** The host is told that what it is being asked no longer matters. */
    void abandon(RequestId request, String reason) {
        open.values().stream()
                .filter(interview -> interview.request.id().equals(request))
                .findFirst()
                .ifPresent(interview -> end(interview).forEach(id -> host.tell(Methods.cancellation(id, reason))));
    }

    private Set<RequestId> end(Interview interview) {
        Set<RequestId> unanswered = new LinkedHashSet<>(interview.asked.keySet());
        unanswered.removeIf(id -> !open.remove(id, interview));
        return unanswered;
    }
}
