package dev.mcpoauth.server.store.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the programs of database servers. A test that needs one which is not installed is skipped and says so; where {@code
 * MCP_OAUTH_STORES_REQUIRED=true} it fails.
 */
final class Programs {
    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/local/sbin", "/usr/libexec");

    private Programs() {}

    static Path require(String name, String debianPackage) {
        Optional<Path> found = find(name);
        if (found.isEmpty()) {
            String missing = name + " is not installed (Debian package " + debianPackage + ")";
            if (Boolean.parseBoolean(System.getenv("MCP_OAUTH_STORES_REQUIRED"))) {
                throw new IllegalStateException(missing);
            }
            Assumptions.abort(missing);
        }
        return found.orElseThrow();
    }

    private static Optional<Path> find(String name) {
        return places().map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> places() {
        List<Path> places = new ArrayList<>(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                        .map(Path::of)
                        .toList());
        PLACES.forEach(place -> places.add(Path.of(place)));
        places.addAll(postgresVersions());
        return places.stream();
    }

    /** Debian keeps the programs of each major version apart, and off the path. */
    private static List<Path> postgresVersions() {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(all)) {
            return versions.sorted().map(version -> version.resolve("bin")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
