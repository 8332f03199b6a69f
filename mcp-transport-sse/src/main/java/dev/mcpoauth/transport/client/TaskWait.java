package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One wait for a task (Tasks extension, "Task Polling" and "Task Update Requests"). Used by one thread. */
final class TaskWait {

    /** So many looks in a row may fail: a server that restarts keeps its tasks if it has a store for them. */
    private static final int MAX_OUTAGES = 5;

    private static final Set<String> WAITING = Set.of("working", "input_required");

    private final McpTask task;
    private final Input input;
    private final Duration maximum;
    private final Consumer<TaskStatus> listener;
    private final Set<String> answered = new HashSet<>();
    private final long start = System.nanoTime();
    private int outages;

    TaskWait(McpTask task, Input input, Duration maximum, Consumer<TaskStatus> listener) {
        this.task = task;
        this.input = input;
        this.maximum = maximum;
        this.listener = listener;
    }

    /**
     * Who answers what a task asks for.
     *
     * @param requests answers questions
     * @param maxRounds how often that is done
     */
    record Input(ServerRequests requests, int maxRounds) {}

    ToolResult await() throws IOException, McpException, InterruptedException {
        boolean ended = false;
        try {
            for (int rounds = 0; ; ) {
                TaskStatus status = look();
                listener.accept(status);
                ended = status.isOver();
                if (ended) return outcome(status);
                if (!WAITING.contains(status.status()))
                    throw new ProtocolViolationException("a task is in a state that is not known here");
                if (answer(status, rounds)) rounds++;
                pause(status.pollInterval());
            }
        } catch (IOException outage) {
            // The task goes on, and whoever has its id can take it up again.
            ended = true;
            throw outage;
        } finally {
            if (!ended) task.abandon();
        }
    }

    /** What was seen before counts on while the server cannot be reached. */
    private TaskStatus look() throws IOException, McpException, InterruptedException {
        while (true) {
            try {
                TaskStatus status = task.status();
                outages = 0;
                return status;
            } catch (IOException outage) {
                if (++outages == MAX_OUTAGES) throw outage;
                pause(Duration.ofSeconds(1));
            }
        }
    }

    private static ToolResult outcome(TaskStatus status) throws McpException {
        return switch (status.status()) {
            case "completed" ->
                status.result()
                        .orElseThrow(() -> new ProtocolViolationException("a task has completed without a result"));
            case "failed" ->
                throw new McpErrorException(error(status.json().get("error").orElse(Json.NULL)));
            default -> throw new TaskCancelledException();
        };
    }

    private static JsonRpcError error(Json json) {
        int code = json.get("code")
                .flatMap(Json::asLong)
                .orElse((long) ErrorCode.INTERNAL_ERROR)
                .intValue();
        String message = json.string("message").orElse("The task has failed");
        return new JsonRpcError(code, message, json.get("data").orElse(Json.NULL));
    }

    /** Answers what was not answered before; false if there is nothing new. */
    private boolean answer(TaskStatus status, int rounds) throws IOException, McpException, InterruptedException {
        Json.Builder open = Json.object();
        for (Map.Entry<String, Json> request :
                status.json().get("inputRequests").orElse(Json.NULL).members().entrySet()) {
            if (!answered.contains(request.getKey())) open.put(request.getKey(), request.getValue());
        }
        Json fresh = open.build();
        if (fresh.size() == 0) return false;
        if (rounds == input.maxRounds())
            throw new ProtocolViolationException("the task asks for input again and again");
        task.update(input.requests().answerAll(fresh));
        answered.addAll(fresh.members().keySet());
        return true;
    }

    private void pause(Duration wanted) throws McpException, InterruptedException {
        long left = maximum.toNanos() - (System.nanoTime() - start);
        if (left <= 0) throw new CallTimeoutException("a task", maximum);
        TimeUnit.NANOSECONDS.sleep(Math.min(left, wanted.toNanos()));
    }
}
