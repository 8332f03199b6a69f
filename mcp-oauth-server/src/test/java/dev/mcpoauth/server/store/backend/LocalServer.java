package dev.mcpoauth.server.store.backend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A database server as a process of its own. It can be killed, frozen and started again over the same data. Not for
 * concurrent use, except by clients of the server.
 */
public abstract class LocalServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    LocalServer() {
        try {
            // Not below a test's own folder: the server may run as a user that can not enter that.
            this.folder = Files.createTempDirectory("mcp-oauth-store-");
            this.port = freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(this::close, "stop " + getClass().getSimpleName()));
    }

    /** The command that serves from this folder on this port until it is ended. */
    abstract List<String> command(Path data, int servedPort);

    /** Whether it answers. */
    abstract boolean isReady();

    /** The loopback address it listens on. */
    public static String host() {
        return HOST;
    }

    /** The port it listens on, the same after each start. */
    public final int port() {
        return port;
    }

    final Path folder() {
        return folder;
    }

    /** Starts, or starts again over the same data, and waits until it answers. */
    public final void start() {
        File log = folder.resolve("server.log").toFile();
        try {
            process = new ProcessBuilder(command(folder, port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await(getClass().getSimpleName() + ", log " + log)
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(() -> running().isAlive() && isReady());
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** Ends it at once, as a crash or {@code kill -9} would. */
    public final void kill() {
        List<ProcessHandle> all = tree().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle ->
                handle.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** Leaves every connection open and answers nobody, until {@link #thaw}. */
    public final void freeze() {
        signal("-STOP");
    }

    /** Goes on where {@link #freeze} stopped it. */
    public final void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        tree().forEach(handle -> run(List.of("kill", signal, String.valueOf(handle.pid()))));
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(
                Stream.of(running().toHandle()), running().toHandle().descendants());
    }

    /** Runs a command to its end. */
    static void run(List<String> command) {
        try {
            Process helper = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!helper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || helper.exitValue() != 0) {
                throw new IllegalStateException(command.get(0) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public final void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            // Somebody removes the same files; what counts is that they go.
            return;
        }
    }
}
