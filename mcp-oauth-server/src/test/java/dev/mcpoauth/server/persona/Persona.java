package dev.mcpoauth.server.persona;

import dev.mcpoauth.server.settings.Tolerance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A client with its quirks, and a conversation that it has.
 *
 * @param file the name of the file
 * @param client as the table in {@code docs/clients.md} names it
 * @param tolerance without which it can not be served, if there is one
 * @param registered clients that the operator registered ahead, as JSON objects
 * @param steps in their order
 */
record Persona(String file, String client, Optional<Tolerance> tolerance, List<String> registered, List<Step> steps) {

    static Stream<Persona> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().map(Persona::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        URL url = Persona.class.getResource("/personas");
        if (url == null) {
            throw new IllegalStateException("no folder of personas");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Persona read(Path file) {
        try {
            return new PersonaReader(file.getFileName().toString()).read(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.replace(".txt", "");
    }
}
