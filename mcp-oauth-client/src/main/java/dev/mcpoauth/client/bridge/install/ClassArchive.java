package dev.mcpoauth.client.bridge.install;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A class-data archive (JEP 350) of what a start loads, made by one: the bridge, signed in, talks to a server of this
 * process that answers what a host asks first. Halves the processor time of a start. Belongs to the very JDK that made it.
 */
final class ClassArchive {
    private static final long PATIENCE_SECONDS = 60;
    private static final String HOST = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"rehearsal","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"t","arguments":{}}}
            """;
    private static final String LAST_ANSWER = "\"id\":3";

    private static final String STATE = "state";

    private final Path java;
    private final List<String> flags;

    ClassArchive(Path java, List<String> flags) {
        this.java = java;
        this.flags = flags;
    }

    /**
     * Makes or replaces the archive.
     *
     * @return whether there is one; a JVM without this feature has none
     */
    boolean make(Path jar, Path archive) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("mcp-oauth-bridge");
        try (RehearsalServer server = RehearsalServer.start(java, scratch)) {
            RehearsedSignIn.store(scratch.resolve(STATE), URI.create(server.url()));
            run(jar, server, scratch, List.of()); // fills the state that a later start finds
            Path next = archive.resolveSibling(archive.getFileName() + ".tmp");
            Files.deleteIfExists(next);
            run(jar, server, scratch, List.of("-XX:ArchiveClassesAtExit=" + next));
            if (!Files.exists(next)) {
                return false;
            }
            Files.move(next, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            delete(scratch);
        }
    }

    private void run(Path jar, RehearsalServer server, Path scratch, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flags);
        command.addAll(more);
        command.addAll(server.trusting());
        command.addAll(List.of("-jar", jar.toString(), server.url()));
        command.addAll(List.of("--state-dir", scratch.resolve(STATE).toString(), "--key-source", "file"));
        Process bridge = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var unused = bridge.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((ended, late) -> bridge.destroyForcibly());
        try (OutputStream toBridge = bridge.getOutputStream();
                BufferedReader answers = bridge.inputReader(StandardCharsets.UTF_8)) {
            toBridge.write(HOST.getBytes(StandardCharsets.UTF_8));
            toBridge.flush();
            awaitLastAnswer(answers);
        } catch (IOException ended) {
            // A JVM that takes one of the flags amiss ends before it reads; then there is no archive.
        }
        bridge.waitFor();
    }

    /** A host that closed its output at once would end a bridge that has been answered from memory and knows no more. */
    private static void awaitLastAnswer(BufferedReader answers) throws IOException {
        String line = answers.readLine();
        while (line != null && !line.contains(LAST_ANSWER)) {
            line = answers.readLine();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
