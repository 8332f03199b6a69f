package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of 64 KiB in memory, which can be filled and made read-only. Only the superuser of a Linux has it. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    static SmallDisk mountedAt(Path directory) throws IOException {
        Files.createDirectories(directory);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", directory.toString());
        Assumptions.assumeTrue(mounted, "this test needs the right to mount a file system");
        return new SmallDisk(directory);
    }

    private static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    void fill() throws IOException {
        List<byte[]> blocks = new ArrayList<>(List.of(new byte[4096], new byte[1]));
        while (!blocks.isEmpty()) {
            try {
                Files.write(
                        directory.resolve("ballast"),
                        blocks.get(0),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException full) {
                blocks.remove(0);
            }
        }
    }

    void empty() throws IOException {
        Files.delete(directory.resolve("ballast"));
    }

    void readOnly(boolean on) {
        if (!run("mount", "-o", "remount," + (on ? "ro" : "rw"), directory.toString())) {
            throw new IllegalStateException("cannot remount " + directory);
        }
    }

    @Override
    public void close() {
        run("umount", directory.toString());
    }
}
