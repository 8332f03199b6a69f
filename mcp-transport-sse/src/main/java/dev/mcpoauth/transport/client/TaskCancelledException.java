package dev.mcpoauth.transport.client;

/** The task that was waited for has been cancelled, here or elsewhere. */
public final class TaskCancelledException extends McpException {

    private static final long serialVersionUID = 1L;

    TaskCancelledException() {
        super("the task was cancelled");
    }
}
