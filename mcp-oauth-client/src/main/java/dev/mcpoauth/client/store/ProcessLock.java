package dev.mcpoauth.client.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the operating system on a file. The system frees it when the process ends in whatever way. The file stays: to
 * delete it would let two processes lock two files of one name.
 */
final class ProcessLock implements Closeable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final FileChannel channel;
    private final FileLock lock;

    private ProcessLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Polls until the lock is free, as Java has no timed wait for one. */
    static ProcessLock acquire(Path file, Duration patience) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long deadline = System.nanoTime() + patience.toNanos();
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
            return new ProcessLock(channel, lock);
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
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
            return null; // Another store object of this process has it.
        }
    }

    boolean isHeld() {
        return lock.isValid();
    }

    void requireHeld() throws IOException {
        if (!isHeld()) {
            throw new IOException("the credential lock was lost");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
