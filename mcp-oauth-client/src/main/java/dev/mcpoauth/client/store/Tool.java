package dev.mcpoauth.client.store;

import dev.mcpoauth.client.error.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of the operating system. Run as an argument array, never through a shell; secrets go through its standard
 * input and output, as every user can read arguments. What it prints is bounded, and so is its time: a prompt that nobody
 * answers must not keep a program from starting.
 */
final class Tool {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_OUTPUT = 1 << 16;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Duration patience;

    /**
     * The tool.
     *
     * @param command the program, and arguments that it always gets
     * @param environment what is added to the environment of this process
     */
    Tool(List<String> command, Map<String, String> environment, Duration patience) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    static Tool of(String program) {
        return new Tool(List.of(program), Map.of(), PATIENCE);
    }

    private String name() {
        String program = command.get(0);
        return program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
    }

    /** Runs it to its end. */
    Answer run(String input, String... arguments) throws IOException {
        Process process = start(arguments);
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            FutureTask<String> output = reading(process.getInputStream());
            FutureTask<String> errors = reading(process.getErrorStream());
            write(input, process);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return new Answer(
                    name(),
                    process.exitValue(),
                    output.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                            .strip(),
                    errors.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                            .strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name(), e);
        } catch (TimeoutException e) {
            throw new IOException(name() + " did not answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("what " + name() + " says cannot be read", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(name() + " cannot be started", e);
        }
    }

    /** Closes the stream after so much, which ends a program that does not stop. */
    private static FutureTask<String> reading(InputStream stream) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try (stream) {
                return new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            }
        });
        Thread thread = new Thread(task, "mcp-oauth-keychain");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** One that ends without reading has its reasons, which its exit code tells. */
    private static void write(String input, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            return;
        }
    }

    /**
     * What it said.
     *
     * @param tool its name
     * @param exit its exit code
     * @param output its standard output; may be a secret
     * @param errors its standard error
     */
    record Answer(String tool, int exit, String output, String errors) {

        Answer requireSuccess() throws IOException {
            if (exit != 0) {
                String why = errors.lines().findFirst().map(Printable::text).orElse("it does not say why");
                throw new IOException(tool + " ended with exit code " + exit + ": " + why);
            }
            return this;
        }

        EncryptionKey key() throws IOException {
            String text = requireSuccess().output();
            try {
                return EncryptionKey.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IOException(tool + " gives something that is no key", e);
            }
        }

        @Override
        public String toString() {
            return tool + " ended with exit code " + exit;
        }
    }
}
