package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A shell script in place of a program that this system does not have. Notes its arguments, one per line. */
final class FakeProgram {
    private final Path folder;
    private final Path script;

    FakeProgram(Path folder, String name, String body) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.script = Files.writeString(folder.resolve(name), """
                #!/bin/sh
                cd "$(dirname "$0")"
                printf '%s\\n' "$@" >> arguments
                """ + body);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    Tool tool(Duration patience) {
        return new Tool(List.of(script.toString()), Map.of(), patience);
    }

    Tool tool() {
        return tool(Duration.ofSeconds(30));
    }

    List<String> arguments() throws IOException {
        return Files.readAllLines(folder.resolve("arguments"));
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
