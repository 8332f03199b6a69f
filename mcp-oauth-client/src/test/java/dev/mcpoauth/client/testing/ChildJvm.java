package dev.mcpoauth.client.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another Java process with the class path of this one. The two talk in lines; what else the child prints is kept for the
 * message of a failure.
 */
public final class ChildJvm implements AutoCloseable {
    private static final String MARK = "> ";
    private static final String END = "(it has ended)";
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final PrintStream in;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reading;

    private ChildJvm(Process process) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.reading = new Thread(this::read, "reads-child-" + process.pid());
        reading.setDaemon(true);
        reading.start();
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(Map.of(), main, arguments);
    }

    public static ChildJvm start(Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith(MARK)) {
                    told.add(line.substring(MARK.length()));
                }
            }
        } catch (IOException e) {
            output.add("(" + e + ")");
        }
        told.add(END);
    }

    /** What the child tells next. */
    public String hear() throws InterruptedException {
        String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
            throw new AssertionError("the child says nothing: " + output);
        }
        return line;
    }

    /** Gives the child a line to read. */
    public void say(String line) {
        in.println(line);
    }

    /** Waits for the end. */
    public int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the child does not end: " + output);
        }
        reading.join();
        return process.exitValue();
    }

    /** Ends it at once, as {@code kill -9} does, and gives what it told until then and nobody has heard. */
    public List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // The process itself would close the stream, with what is in it.
        end();
        return told.stream().filter(line -> !line.equals(END)).toList();
    }

    /** What it printed. */
    public List<String> output() {
        return output;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** In the child: tells the parent. */
    public static void tell(String line) {
        System.out.println(MARK + line);
        System.out.flush();
    }

    /** In the child: waits for a line of the parent. */
    public static void await() {
        try {
            for (int read = System.in.read(); read != '\n'; read = System.in.read()) {
                if (read < 0) {
                    Runtime.getRuntime().halt(1); // The parent is gone.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
