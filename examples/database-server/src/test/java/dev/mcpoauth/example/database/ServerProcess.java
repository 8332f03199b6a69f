package dev.mcpoauth.example.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as a process of its own, the way an operator runs it. */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final BufferedReader lines;

    private ServerProcess(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs the command to where it serves, or ends. Standard error goes to a file beside the data. */
    static ServerProcess start(Path data, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseServer.class.getName(),
                "--data",
                data.toString()));
        command.addAll(List.of(arguments));
        ServerProcess server = new ServerProcess(new ProcessBuilder(command)
                .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile())
                .start());
        server.readBanner();
        return server;
    }

    private void readBanner() throws IOException {
        // The last line of the banner closes its JSON.
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            if (line.equals("}")) return;
        }
    }

    List<String> output() {
        return output;
    }

    URI issuer() {
        return output.stream()
                .filter(line -> line.contains(" serves "))
                .map(line -> URI.create(line.substring(line.indexOf("http"), line.lastIndexOf("/mcp"))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not serving: " + output));
    }

    /** Ends the process at once, wherever it is: kill -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks the process to end, and answers its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) throw new IllegalStateException("still running");
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
