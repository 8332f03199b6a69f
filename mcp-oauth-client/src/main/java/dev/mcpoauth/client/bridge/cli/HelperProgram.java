package dev.mcpoauth.client.bridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of the user's that prints a secret. Run as an argument array, never through a shell; it gets no input, has ten
 * seconds and may print 64 KiB; what it says on standard error is the user's to read, what it prints is shown to nobody.
 */
final class HelperProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_OUTPUT = 1 << 16;

    private final String name;
    private final List<String> command;
    private final Duration patience;

    /**
     * A program.
     *
     * @param name what messages call it
     * @param command where it is, and its arguments
     */
    HelperProgram(String name, List<String> command) {
        this(name, command, PATIENCE);
    }

    HelperProgram(String name, List<String> command, Duration patience) {
        this.name = name;
        this.command = List.copyOf(command);
        this.patience = patience;
    }

    /** Runs it to its end. */
    String output() throws IOException, InterruptedException {
        Process process = start();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            process.getOutputStream().close();
            FutureTask<String> output = reading(process.getInputStream());
            String text = output.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException(name + " ended with exit code " + process.exitValue());
            }
            return text;
        } catch (TimeoutException e) {
            throw new IOException(name + " did not end within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("what " + name + " prints cannot be read: " + e.getCause(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IOException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static FutureTask<String> reading(InputStream stream) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try (stream) {
                byte[] read = stream.readNBytes(MOST_OUTPUT + 1);
                if (read.length > MOST_OUTPUT) {
                    throw new IOException("more than " + MOST_OUTPUT + " bytes");
                }
                return new String(read, StandardCharsets.UTF_8);
            }
        });
        Thread thread = new Thread(task, "mcp-oauth-bridge-helper");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
