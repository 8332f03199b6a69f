package dev.mcpoauth.server.store.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis that writes each change to disk before it answers. */
public final class RedisServer extends LocalServer {
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
        var server = new RedisServer(Programs.require("redis-server", "redis-server"), List.of(more));
        server.start();
        return server;
    }

    /** One for all tests of this process, never disturbed. */
    public static RedisServer shared() {
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
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }
}
