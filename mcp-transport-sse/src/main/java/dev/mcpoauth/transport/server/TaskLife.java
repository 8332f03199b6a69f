package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects a run on this node with its task in the store, which any node may change: takes there what the run has to say,
 * notices what was changed there, and keeps the task alive meanwhile. Thread-safe.
 */
final class TaskLife {

    private static final Logger LOGGER = LoggerFactory.getLogger(TaskLife.class);

    /** A handler that reports each percent must not write to the store a hundred times a second. */
    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(1);

    private final TaskBook book;
    private final TaskState begun;
    private final Runnable stop;
    private final Runnable whenOver;
    private volatile @Nullable Wait waiting;
    private volatile TaskBook.@Nullable Step last;
    private Instant lastMessage = Instant.MIN;

    /**
     * Begins.
     *
     * @param stop stops the run
     * @param whenOver told once there is nothing more to do here
     */
    TaskLife(TaskBook book, TaskState begun, Runnable stop, Runnable whenOver) {
        this.book = book;
        this.begun = begun;
        this.stop = stop;
        this.whenOver = whenOver;
    }

    /** A handler that waits for the answers to these requests. */
    private record Wait(Json requests, CompletableFuture<Json> answers) {
        void offer(Json given) {
            if (requests.members().keySet().stream().allMatch(given::has)) answers.complete(given);
        }
    }

    /** Asks the client, and waits for an answer to each request. */
    Json ask(Json requests) throws InterruptedException {
        Wait wait = new Wait(requests, new CompletableFuture<>());
        // First, because the answers may be there before the next line is over.
        waiting = wait;
        try {
            Optional<TaskState> task = book.change(begun.id(), (state, now) -> state.asking(requests, now));
            if (task.filter(state -> !state.isOver()).isEmpty()) throw new InterruptedException("the task is over");
            return wait.answers().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            waiting = null;
        }
    }

    /** Says what the run is doing, unless it just did. */
    void say(String message) {
        if (!isTimeFor(book.now())) return;
        try {
            book.change(begun.id(), (task, now) -> task.saying(message, now));
        } catch (RuntimeException e) {
            LOGGER.debug("What a task said of its progress was lost", e);
        }
    }

    private synchronized boolean isTimeFor(Instant now) {
        if (now.isBefore(lastMessage.plus(BETWEEN_MESSAGES))) return false;
        lastMessage = now;
        return true;
    }

    /** The last step; only the first of them counts. While the store cannot be reached, it is tried again. */
    void end(TaskBook.Step step) {
        synchronized (this) {
            if (last != null) return;
            last = step;
        }
        try {
            save(step);
        } catch (RuntimeException e) {
            LOGGER.warn("The end of a task could not be stored yet", e);
        }
    }

    private void save(TaskBook.Step step) {
        book.end(begun.id(), step);
        whenOver.run();
    }

    /** Somebody has changed the task. */
    void look() {
        if (last == null) react(book.look(begun.id()));
    }

    private void react(Optional<TaskState> task) {
        Wait wait = waiting;
        if (task.filter(state -> !state.isOver()).isEmpty()) leave();
        else if (wait != null) wait.offer(task.get().answers());
    }

    /** Called several times within a lease. */
    void beat() {
        TaskBook.Step step = last;
        try {
            if (begun.isExpired(book.now())) leave();
            else if (step != null) save(step);
            else react(book.renew(begun.id()));
        } catch (RuntimeException e) {
            LOGGER.warn("The store of tasks cannot be reached", e);
        }
    }

    private void leave() {
        whenOver.run();
        stop.run();
    }

    /** Ends it before the run does. */
    void stop(TaskBook.Step step) {
        end(step);
        stop.run();
    }
}
