package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs a server as a child process and talks to it over its standard streams. In the stateless era a process that ended
 * is started again for the next request; before, its session ended with it.
 */
public final class StdioTransport implements ClientTransport {

    private final StdioSettings settings;
    private final Optional<Era> fixedEra;
    private volatile Era era = Era.SESSION;
    private volatile ClientProfile profile = ClientProfile.of("unknown", "0");
    private @Nullable Listener listener;
    private @Nullable ServerProcess process;
    private boolean closed;

    private StdioTransport(StdioSettings settings, Optional<Era> fixedEra) {
        this.settings = settings;
        this.fixedEra = fixedEra;
    }

    /** Starts a transport to a server that this command runs. */
    public static Builder running(String... command) {
        return running(List.of(command));
    }

    /** Starts a transport to a server that this command runs. */
    public static Builder running(List<String> command) {
        return new Builder(command);
    }

    @Override
    public Opened open(ClientProfile who, Listener receiver) throws IOException, InterruptedException {
        profile = who;
        Opened opened = fixedEra.isPresent() ? new Opened(fixedEra.get()) : StdioProbe.run(settings, who);
        era = opened.era();
        synchronized (this) {
            if (listener != null) throw new IllegalStateException("the transport is open already");
            listener = receiver;
            if (!closed) process = ServerProcess.start(settings, receiver);
        }
        return opened;
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        try {
            boolean response = message instanceof Response || message instanceof ErrorResponse;
            if (response && era == Era.STATELESS)
                throw new IllegalArgumentException("clients of 2026-07-28 send no responses");
            running().write(stamped(message));
            return CompletableFuture.completedStage(null);
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private JsonRpcMessage stamped(JsonRpcMessage message) {
        if (era != Era.STATELESS || !(message instanceof Request request)) return message;
        return new Request(request.id(), request.method(), profile.stamp(request.params(), ProtocolVersion.LATEST));
    }

    private synchronized ServerProcess running() throws IOException {
        ServerProcess current = process;
        Listener receiver = listener;
        if (closed || current == null || receiver == null) throw new IOException("the transport is not open");
        if (current.isAlive() || era != Era.STATELESS || !current.spoke()) return current;
        ServerProcess next = ServerProcess.start(settings, receiver);
        process = next;
        return next;
    }

    /** There is no stream to resume and nothing that waits to try again. */
    @Override
    public void wake() {
        // A process sleeps and wakes with its client.
    }

    @Override
    public void close() {
        ServerProcess last;
        synchronized (this) {
            closed = true;
            last = process;
            process = null;
        }
        if (last != null) last.close();
    }

    /** Collects settings. */
    public static final class Builder {

        private final List<String> command;
        private Map<String, String> environment = Map.of();
        private Path directory = Path.of("");
        private Redirect errors = Redirect.INHERIT;
        private int maxLineBytes = 16 << 20;
        private Duration probeTimeout = Duration.ofSeconds(5);
        private Duration exitTimeout = Duration.ofSeconds(2);
        private Optional<Era> era = Optional.empty();

        private Builder(List<String> command) {
            if (command.isEmpty()) throw new IllegalArgumentException("the command must name a program");
            this.command = List.copyOf(command);
        }

        /** Sets environment variables in addition to this process's own. */
        public Builder environment(Map<String, String> variables) {
            environment = Map.copyOf(variables);
            return this;
        }

        /** Runs in this directory; default is this process's own. */
        public Builder directory(Path workingDirectory) {
            directory = workingDirectory;
            return this;
        }

        /** Sends what the server writes to its standard error there; default is this process's own. */
        public Builder errors(Redirect destination) {
            if (destination.equals(Redirect.PIPE))
                throw new IllegalArgumentException("nobody would read the pipe, and the server would stand still");
            errors = destination;
            return this;
        }

        /** Reads lines of at most so many bytes; default 16 MiB, further bound by what a message may hold. */
        public Builder maxLineBytes(int bytes) {
            if (bytes < 1) throw new IllegalArgumentException("bytes must be positive: " + bytes);
            maxLineBytes = bytes;
            return this;
        }

        /** Takes a server that is silent for so long to be of an older era; default 5 s. */
        public Builder probeTimeout(Duration timeout) {
            probeTimeout = timeout;
            return this;
        }

        /** Waits so long for the process to end, once after closing its input and once after SIGTERM; default 2 s. */
        public Builder exitTimeout(Duration timeout) {
            exitTimeout = timeout;
            return this;
        }

        /** Speaks this era without asking; default is to find out with a process of its own. */
        public Builder era(Era fixed) {
            era = Optional.of(fixed);
            return this;
        }

        /** The transport, whose process starts when it is opened. */
        public StdioTransport build() {
            return new StdioTransport(
                    new StdioSettings(command, environment, directory, errors, maxLineBytes, probeTimeout, exitTimeout),
                    era);
        }
    }
}
