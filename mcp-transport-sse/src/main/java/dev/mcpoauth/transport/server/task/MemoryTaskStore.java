package dev.mcpoauth.transport.server.task;

import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.refusal.Refusal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps tasks in this process, within limits. It never forgets a task that has not expired; at a limit it takes no more.
 */
public final class MemoryTaskStore implements TaskStore {

    private final Limits limits;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Quota quota;
    private long bytes;

    /** A store with {@linkplain Limits#DEFAULT default limits}. */
    public MemoryTaskStore() {
        this(Limits.DEFAULT);
    }

    /** A store with these limits. */
    public MemoryTaskStore(Limits limits) {
        this.limits = limits;
        this.quota = new Quota("tasks", limits.tasks(), limits.tasksPerOwner(), Refusal.TASK_LIMIT);
    }

    /**
     * What a store takes.
     *
     * @param tasks most tasks in all
     * @param tasksPerOwner most tasks of one verified owner; those of nobody share the total
     * @param taskBytes most bytes of one task's content, as JSON text
     * @param bytes most bytes of the contents of all tasks
     */
    public record Limits(int tasks, int tasksPerOwner, int taskBytes, long bytes) {

        /** 10,000 tasks, 100 of one owner, 4 MiB each, 64 MiB in all. */
        public static final Limits DEFAULT = new Limits(10_000, 100, 4 << 20, 64 << 20);

        public Limits {
            if (tasks < 1 || tasksPerOwner < 1 || taskBytes < 1 || bytes < 1) {
                throw new IllegalArgumentException("limits of a task store must be positive");
            }
        }
    }

    private record Entry(StoredTask task, int bytes) {}

    @Override
    public synchronized boolean create(StoredTask task, Instant now) {
        forgetExpired(now);
        if (entries.containsKey(task.id())) throw new IllegalStateException("there is a task of this id");
        Entry entry = entry(task);
        boolean room = fits(entry, 0) && quota.tryAcquire(task.owner());
        if (room) put(entry);
        return room;
    }

    @Override
    public synchronized Optional<StoredTask> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::task);
    }

    @Override
    public synchronized Replacement replace(StoredTask task, Instant now) {
        Entry before = entries.get(task.id());
        if (before == null) return Replacement.GONE;
        if (before.task().version() != task.version() - 1) return Replacement.OUTDATED;
        Entry after = entry(task);
        if (!fits(after, before.bytes())) forgetExpired(now);
        if (!entries.containsKey(task.id())) return Replacement.GONE;
        if (!fits(after, before.bytes())) return Replacement.NO_ROOM;
        remove(before);
        put(after);
        return Replacement.REPLACED;
    }

    private static Entry entry(StoredTask task) {
        return new Entry(task, task.content().toBytes().length);
    }

    private boolean fits(Entry entry, int inPlaceOf) {
        return entry.bytes() <= limits.taskBytes() && bytes - inPlaceOf + entry.bytes() <= limits.bytes();
    }

    private void forgetExpired(Instant now) {
        entries.values().stream()
                .filter(entry -> !entry.task().expires().isAfter(now))
                .toList()
                .forEach(this::forget);
    }

    private void forget(Entry entry) {
        remove(entry);
        quota.release(entry.task().owner(), 1);
    }

    private void put(Entry entry) {
        entries.put(entry.task().id(), entry);
        bytes += entry.bytes();
    }

    private void remove(Entry entry) {
        entries.remove(entry.task().id());
        bytes -= entry.bytes();
    }
}
