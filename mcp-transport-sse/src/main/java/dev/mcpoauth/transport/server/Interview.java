package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Questions and answers of one stateless call over all its round trips (2026-07-28, Multi Round-Trip Requests). What is
 * known travels sealed in {@code requestState}: who calls, until when, for which request, the answers so far, and a digest
 * of each open question, so that an answer counts only for the question that was asked. Used by one thread.
 */
final class Interview implements Counterpart {

    private static final String CALLER = "caller";
    private static final String EXPIRES = "expires";
    private static final String REQUEST = "request";
    private static final String ANSWERS = "answers";
    private static final String ASKED = "asked";

    private final Rules rules;
    private final String caller;
    private final Json request;
    /** Keyed by the question's key and digest. */
    private final Map<String, Json> answers = new LinkedHashMap<>();

    /** Answers that came without being asked for: a client that knows the questions may save a round trip. */
    private final Map<String, Json> unasked = new HashMap<>();

    private final List<Question> seen = new ArrayList<>();

    private Interview(Rules rules, String caller, Json request) {
        this.rules = rules;
        this.caller = caller;
        this.request = request;
    }

    /** What is the same for all interviews of a server. */
    record Rules(StateSeal seal, Clock clock, Duration ttl) {}

    /**
     * Goes on where the state in the parameters left off; starts anew if there is none.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if the state is not one of ours for this caller and request
     */
    static Interview resume(Rules rules, String caller, String method, Json params) {
        Json request = Json.object().put("method", method).put("params", params).build();
        Interview interview = new Interview(rules, caller, request);
        Optional<Json> state = params.get("requestState");
        Json responses = params.get("inputResponses").orElse(Json.NULL);
        if (state.isPresent()) interview.restore(state.get(), responses);
        else interview.unasked.putAll(responses.members());
        return interview;
    }

    private void restore(Json sealed, Json responses) {
        Json state = sealed.asString()
                .flatMap(rules.seal::open)
                .filter(this::isOurs)
                .orElseThrow(Refusal.STATE_REJECTED::exception);
        answers.putAll(state.get(ANSWERS).orElse(Json.NULL).members());
        state.get(ASKED)
                .orElse(Json.NULL)
                .members()
                .forEach((key, digest) -> responses
                        .get(key)
                        .ifPresent(answer ->
                                answers.put(slot(key, digest.asString().orElse("")), answer)));
    }

    private boolean isOurs(Json state) {
        return state.string(CALLER).equals(Optional.of(caller))
                && state.string(REQUEST).equals(Optional.of(digest()))
                && state.get(EXPIRES).flatMap(Json::asLong).orElse(0L) > rules.clock.millis();
    }

    /** Names the request among others. Most calls ask nothing and need no name. */
    private String digest() {
        Json params = request.get("params").orElseThrow();
        Json salient = params.without("_meta").without("inputResponses").without("requestState");
        return Digests.of(request.with("params", salient));
    }

    /** The answers, if each question has one that fits; otherwise the run ends. */
    @Override
    public Answers ask(List<Question> questions) {
        seen.addAll(questions);
        List<Question> open = questions.stream().filter(q -> known(q).isEmpty()).toList();
        if (!open.isEmpty()) throw new NeedsInput(open);
        return new Answers(questions.stream().collect(Collectors.toMap(Question::key, q -> known(q).orElseThrow())));
    }

    @Override
    public Optional<Json> known(Question question) {
        return Optional.ofNullable(answers.getOrDefault(slot(question), unasked.get(question.key())))
                .filter(question::accepts);
    }

    /** The result that asks the client. */
    Json inputRequired(List<Question> open) {
        seen.forEach(question -> known(question).ifPresent(a -> answers.put(slot(question), a)));
        Json.Builder requests = Json.object();
        Json.Builder asked = Json.object();
        open.forEach(question -> {
            requests.put(question.key(), question.toJson());
            asked.put(question.key(), Digests.of(question.toJson()));
            answers.remove(slot(question));
        });
        Json.Builder known = Json.object();
        answers.forEach(known::put);
        Json state = Json.object()
                .put(CALLER, caller)
                .put(REQUEST, digest())
                .put(EXPIRES, rules.clock.millis() + rules.ttl.toMillis())
                .put(ANSWERS, known)
                .put(ASKED, asked)
                .build();
        return Json.object()
                .put("resultType", "input_required")
                .put("inputRequests", requests)
                .put("requestState", rules.seal.seal(state))
                .build();
    }

    private static String slot(Question question) {
        return slot(question.key(), Digests.of(question.toJson()));
    }

    private static String slot(String key, String digest) {
        return digest + " " + key;
    }
}
