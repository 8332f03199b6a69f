package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A tool call that goes on at the server (Tasks extension, SEP-2663). Its id may be kept: {@link McpClient#task} takes it
 * up again, also in another process of the same user. Thread-safe.
 *
 * <p>Methods throw {@link IOException} if the server cannot be reached, and {@link McpErrorException} if it does not know
 * the task (any more).
 */
public final class McpTask {

    private static final String GET = "tasks/get";

    private final McpClient client;
    private final String id;

    McpTask(McpClient client, String id) {
        this.client = client;
        this.id = id;
    }

    /** The task's name at the server. Whoever has it may be able to see the result, so treat it like one. */
    public String id() {
        return id;
    }

    /** Looks at the task once. */
    public TaskStatus status() throws IOException, McpException, InterruptedException {
        return new TaskStatus(client.request(GET, params()));
    }

    /** Gives the server what the task waits for, by the keys of its {@code inputRequests}. */
    public void update(Json inputResponses) throws IOException, McpException, InterruptedException {
        client.request("tasks/update", params().with("inputResponses", inputResponses));
    }

    /** Tells the server that the result is not wanted any more. The server decides what comes of it. */
    public void cancel() throws IOException, McpException, InterruptedException {
        client.request("tasks/cancel", params());
    }

    /** Waits for the result, as {@link #await(Duration, Consumer)}. */
    public ToolResult await(Duration maximum) throws IOException, McpException, InterruptedException {
        return await(maximum, status -> {});
    }

    /**
     * Waits for the result. Looks at the task as often as the server wants, and has the client's handlers answer what it asks
     * for. Bears with a server that cannot be reached for a few looks.
     *
     * @param maximum the longest time; after that, or when it is interrupted, the task is cancelled
     * @param listener gets each status that was seen
     * @throws CallTimeoutException when the time is over
     * @throws TaskCancelledException if the task has been cancelled
     * @throws McpErrorException if the task has failed: the error is what the call would have been answered with
     */
    public ToolResult await(Duration maximum, Consumer<TaskStatus> listener)
            throws IOException, McpException, InterruptedException {
        return new TaskWait(this, client.taskInput(), maximum, listener).await();
    }

    /** As {@link #cancel}, but nobody waits for it and nobody hears if it fails. */
    void abandon() {
        client.inBackground(this::cancel);
    }

    private Json params() {
        return Json.object().put("taskId", id).build();
    }

    /** Without the id. */
    @Override
    public String toString() {
        return "McpTask";
    }
}
