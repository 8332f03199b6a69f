package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.task.TaskSettings;
import dev.mcpoauth.transport.server.task.TaskStore.Replacement;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiFunction;

/** The tasks of a server in its store, changed one step at a time; whoever listens hears of each. Thread-safe. */
final class TaskBook {

    private static final int ID_BYTES = 24;

    /** Nobody else changes a task often: its client answers and cancels, its node does the rest. */
    private static final int MAX_ATTEMPTS = 100;

    private final TaskSettings settings;
    private final Clock clock;
    private final ChangeBus changes;
    private final Failures failures;
    private final SecureRandom random = new SecureRandom();

    TaskBook(TaskSettings settings, Clock clock, ChangeBus changes, Failures failures) {
        this.settings = settings;
        this.clock = clock;
        this.changes = changes;
        this.failures = failures;
    }

    /** A step of a task at an instant; the same task if there is nothing to change. */
    interface Step extends BiFunction<TaskState, Instant, TaskState> {}

    /** A new task; empty if there is no room for it. */
    Optional<TaskState> open(String owner, String tool, Duration pollInterval) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        Instant now = now();
        TaskState task = TaskState.begin(name, owner, tool, pollInterval, now, settings);
        return settings.store().create(task.stored(), now) ? Optional.of(task) : Optional.empty();
    }

    /** The task of this id; one whose node is gone has failed. */
    Optional<TaskState> find(String id) {
        Optional<TaskState> found = look(id);
        if (found.filter(task -> task.isAbandoned(now())).isEmpty()) return found;
        failures.report(Refusal.TASK_LOST);
        return change(id, TaskBook::lose);
    }

    private static TaskState lose(TaskState task, Instant now) {
        return task.isAbandoned(now) ? task.failed(Refusal.TASK_LOST.exception().error(), now) : task;
    }

    /** The same, without a judgement on its node. */
    Optional<TaskState> look(String id) {
        Instant now = now();
        return settings.store().find(id).map(TaskState::new).filter(task -> !task.isExpired(now));
    }

    /**
     * Takes a step from whatever the task is by now, and tells everybody.
     *
     * @return the task after the step; empty if there is none (any more)
     * @throws dev.mcpoauth.transport.refusal.RefusalException if the store has no room for it
     */
    Optional<TaskState> change(String id, Step step) {
        Optional<Stride> stride = stride(id, step);
        if (stride.filter(Stride::isChange).isPresent()) changes.publish(Change.task(id));
        return stride.map(Stride::after);
    }

    /** The last step; where there is no room for what came of the task, it has failed. */
    void end(String id, Step step) {
        try {
            change(id, step);
        } catch (RefusalException tooLarge) {
            failures.report(tooLarge.refusal());
            change(id, (task, now) -> task.failed(tooLarge.error(), now));
        }
    }

    /** A sign of life of the node that runs the task, of which nobody hears. */
    Optional<TaskState> renew(String id) {
        return stride(id, (task, now) -> task.alive(now.plus(settings.lease()))).map(Stride::after);
    }

    private record Stride(TaskState before, TaskState after) {
        boolean isChange() {
            return before.stored().version() != after.stored().version();
        }
    }

    private Optional<Stride> stride(String id, Step step) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<TaskState> before = look(id);
            if (before.isEmpty()) return Optional.empty();
            Stride stride = new Stride(before.get(), step.apply(before.get(), now()));
            if (!stride.isChange()) return Optional.of(stride);
            Replacement replacement = settings.store().replace(stride.after().stored(), now());
            if (replacement == Replacement.REPLACED) return Optional.of(stride);
            if (replacement == Replacement.GONE) return Optional.empty();
            if (replacement == Replacement.NO_ROOM) throw Refusal.TASK_LIMIT.exception();
        }
        throw new IllegalStateException("a task changes faster than anybody can follow");
    }

    Instant now() {
        return clock.instant();
    }
}
