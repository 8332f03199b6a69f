package dev.mcpoauth.transport.stdio;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How to run a server process. */
record StdioSettings(
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Redirect errors,
        int maxLineBytes,
        Duration probeTimeout,
        Duration exitTimeout) {

    ProcessBuilder processBuilder() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Optional.of(directory.toString())
                .filter(name -> !name.isEmpty())
                .map(File::new)
                .ifPresent(builder::directory);
        return builder.redirectError(errors);
    }
}
