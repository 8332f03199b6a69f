package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.task.StoredTask;
import dev.mcpoauth.transport.server.task.TaskSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * A task at one moment (Tasks extension, "Tasks"): a view over what the store keeps of it. Immutable; each step makes the
 * next version.
 */
record TaskState(StoredTask stored) {

    private static final Duration KEEP = Duration.ofMinutes(5);

    /** Where a task can be; those that are over stay as they are. */
    enum Status {
        WORKING("working", false),
        INPUT_REQUIRED("input_required", false),
        COMPLETED("completed", true),
        FAILED("failed", true),
        CANCELLED("cancelled", true);

        private final String wire;
        private final boolean over;

        Status(String wire, boolean over) {
            this.wire = wire;
            this.over = over;
        }
    }

    /** A task that begins to work. */
    static TaskState begin(
            String id, String owner, String tool, Duration pollInterval, Instant now, TaskSettings rules) {
        Json content = Json.object()
                .put("tool", tool)
                .put("status", Status.WORKING.wire)
                .put("created", now.toEpochMilli())
                .put("updated", now.toEpochMilli())
                .put("ttl", rules.ttl().toMillis())
                .put("poll", pollInterval.toMillis())
                .put("alive", now.plus(rules.lease()).toEpochMilli())
                .build();
        return new TaskState(new StoredTask(id, owner, 1, now.plus(rules.ttl()), content));
    }

    String id() {
        return stored.id();
    }

    String tool() {
        return text("tool");
    }

    Status status() {
        String wire = text("status");
        return Arrays.stream(Status.values())
                .filter(status -> status.wire.equals(wire))
                .findFirst()
                .orElse(Status.FAILED);
    }

    boolean isOver() {
        return status().over;
    }

    boolean belongsTo(String callerKey) {
        return stored.owner().equals(callerKey);
    }

    boolean isExpired(Instant now) {
        return !stored.expires().isAfter(now);
    }

    /** Whether the node that ran it has given no sign of life for too long. */
    boolean isAbandoned(Instant now) {
        return !isOver() && now.toEpochMilli() >= number("alive");
    }

    /** What the client has answered to the latest questions. */
    Json answers() {
        return member("answers");
    }

    /** The {@code CreateTaskResult}. */
    Json created() {
        return task().put("resultType", "task").build();
    }

    /** The {@code DetailedTask}. */
    Json detailed() {
        Json.Builder task = task();
        if (status() == Status.INPUT_REQUIRED) task.put("inputRequests", member("requests"));
        return task.putIfPresent("result", stored.content().get("result"))
                .putIfPresent("error", stored.content().get("error"))
                .build();
    }

    private Json.Builder task() {
        return Json.object()
                .put("taskId", id())
                .put("status", status().wire)
                .putIfPresent("statusMessage", stored.content().get("message"))
                .put("createdAt", instant("created").toString())
                .put("lastUpdatedAt", instant("updated").toString())
                .put("ttlMs", number("ttl"))
                .put("pollIntervalMs", number("poll"));
    }

    /** It says what it is doing. */
    TaskState saying(String message, Instant now) {
        return isOver() ? this : next(now, stored.content().toBuilder().put("message", message));
    }

    /** It waits until each of these requests has an answer. */
    TaskState asking(Json requests, Instant now) {
        if (isOver()) return this;
        return next(now, in(Status.INPUT_REQUIRED).put("requests", requests).put("answers", Json.EMPTY_OBJECT));
    }

    /**
     * With those of the responses that something waits for; once nothing does, it works on.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if one is no answer to its question
     */
    TaskState answered(Json responses, Instant now) {
        if (status() != Status.INPUT_REQUIRED) return this;
        Json open = member("requests");
        Json answers = answers();
        for (Map.Entry<String, Json> response : responses.members().entrySet()) {
            String key = response.getKey();
            if (!open.has(key)) continue;
            Question question = Question.of(key, open.get(key).orElseThrow());
            if (!question.accepts(response.getValue())) {
                throw Refusal.PARAMS_INVALID.because("the response does not fit the request " + key);
            }
            open = open.without(key);
            answers = answers.with(key, response.getValue());
        }
        if (answers.size() == answers().size()) return this;
        Status status = open.size() == 0 ? Status.WORKING : Status.INPUT_REQUIRED;
        return next(now, in(status).put("requests", open).put("answers", answers));
    }

    /** A sign of life. */
    TaskState alive(Instant until) {
        if (isOver()) return this;
        Json content = stored.content().with("alive", Json.of(until.toEpochMilli()));
        return new TaskState(
                new StoredTask(stored.id(), stored.owner(), stored.version() + 1, stored.expires(), content));
    }

    TaskState completed(Json result, Instant now) {
        return over(Status.COMPLETED, "result", result, now);
    }

    TaskState failed(JsonRpcError error, Instant now) {
        if (isOver()) return this;
        TaskState failed = over(Status.FAILED, "error", error.toJson(), now);
        return new TaskState(failed.with("message", Json.of(error.message())));
    }

    TaskState cancelled(Instant now) {
        return over(Status.CANCELLED, "message", Json.of("Cancelled by the client"), now);
    }

    private StoredTask with(String name, Json value) {
        Json content = stored.content().with(name, value);
        return new StoredTask(stored.id(), stored.owner(), stored.version(), stored.expires(), content);
    }

    // What comes in the last minutes can still be fetched; the time that clients were told never gets shorter.
    private TaskState over(Status status, String name, Json value, Instant now) {
        if (isOver()) return this;
        Duration ttl = Duration.ofMillis(number("ttl"));
        Duration keep = KEEP.compareTo(ttl) < 0 ? KEEP : ttl;
        Duration needed = Duration.between(instant("created"), now).plus(keep);
        Json content = in(status)
                .put("ttl", Math.max(ttl.toMillis(), needed.toMillis()))
                .build();
        return next(
                now, content.without("requests").without("answers").toBuilder().put(name, value));
    }

    private Json.Builder in(Status status) {
        return stored.content().without("message").toBuilder().put("status", status.wire);
    }

    private TaskState next(Instant now, Json.Builder members) {
        Json content = members.put("updated", now.toEpochMilli()).build();
        Instant expires = instant("created")
                .plusMillis(content.get("ttl").flatMap(Json::asLong).orElse(0L));
        return new TaskState(new StoredTask(stored.id(), stored.owner(), stored.version() + 1, expires, content));
    }

    private String text(String name) {
        return stored.content().string(name).orElse("");
    }

    private long number(String name) {
        return stored.content().get(name).flatMap(Json::asLong).orElse(0L);
    }

    private Instant instant(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    private Json member(String name) {
        return stored.content().get(name).orElse(Json.EMPTY_OBJECT);
    }
}
