package dev.mcpoauth.server.store.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Redis that writes each change to disk before it answers. */
public final class RedisServer extends LocalServer {
    private static final String NAME = "redis-server";
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Path program;
    private final List<String> more;

    private RedisServer(Path program, List<String> more) {
        this.program = program;
        this.more = List.copyOf(more);
    }

    /**
     * Runs one; the test that calls it is skipped where Redis is not installed.
     *
     * @param more further arguments of {@code redis-server}
     */
    public static RedisServer run(String... more) {
        var server = new RedisServer(Programs.require(NAME, NAME), List.of(more));
        server.start();
        return server;
    }

    /** One for all tests of this process, never disturbed. */
    public static RedisServer shared() {
        // Before the class below is touched: a class that failed to load would not skip the tests after the first.
        Programs.require(NAME, NAME);
        return Shared.SERVER;
    }

    private static final class Shared {
        static final RedisServer SERVER = run();
    }

    @Override
    List<String> command(Path data, int servedPort) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--bind",
                host(),
                "--port",
                String.valueOf(servedPort),
                "--dir",
                data.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                ""));
        command.addAll(more);
        return command;
    }

    @Override
    boolean isReady() {
        try {
            return ask("PING").startsWith("+");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The first line of the answer to a command, as an administrator would type it. */
    public String ask(String command) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return Objects.requireNonNullElse(answer.readLine(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
