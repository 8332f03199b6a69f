package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the operating system on a file. The system frees it when the process ends in whatever way. The file stays: to
 * delete it would let two processes lock two files of one name.
 *
 * <p>POSIX gives the lock to the process, and takes it away when the process closes any channel on the file. So only one
 * thread of a process may have the file open, whichever store object it works for: the one static field of this package.
 * It cannot see past its class loader; two that load this class must not share a directory.
 */
final class ProcessLock {
    private static final KeyLocks OPEN_FILES = new KeyLocks();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(25);

    private final Path file;
    private final FileAttribute<?>[] attributes;

    /**
     * The lock on a file.
     *
     * @param file its real path, so that one file has one name
     * @param attributes what the file gets when it is made
     */
    ProcessLock(Path file, FileAttribute<?>... attributes) {
        this.file = file;
        this.attributes = attributes.clone();
    }

    <T> T run(Duration patience, CredentialStore.Guarded<T> action) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        return OPEN_FILES.run(file.toString(), patience, () -> {
            try (FileChannel channel = open();
                    FileLock held = acquire(channel, deadline, patience)) {
                return whileHeld(held, action);
            }
        });
    }

    private static <T> T whileHeld(FileLock held, CredentialStore.Guarded<T> action)
            throws IOException, InterruptedException {
        if (!held.isValid()) {
            throw new IOException("the credential lock was lost");
        }
        return action.run();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes);
    }

    /** Polls until the lock is free, as Java has no timed wait for one; often, as nobody queues. */
    private static FileLock acquire(FileChannel channel, long deadline, Duration patience)
            throws IOException, InterruptedException {
        long pause = FIRST_PAUSE.toNanos();
        FileLock lock = tryLock(channel);
        while (lock == null) {
            if (System.nanoTime() >= deadline) {
                throw new IOException("another process held the credential lock for " + patience);
            }
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
            lock = tryLock(channel);
        }
        return lock;
    }

    private static void pause(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for a credential lock");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // Another class loader of this process has it.
        }
    }
}
