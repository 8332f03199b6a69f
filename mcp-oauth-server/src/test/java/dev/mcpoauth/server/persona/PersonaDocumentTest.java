package dev.mcpoauth.server.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.server.settings.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "docs/clients.md lists the recorded conversations of each client, and what those with a tolerance get without it")
class PersonaDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`([a-z0-9.-]+)`");
    private static final String MANY = "various";

    private final List<Persona> personas = Persona.all().toList();

    /** The rows of one of the two tables, by the number of the heading's columns that it has: both have four. */
    private static List<List<String>> table(String firstHeading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("../docs/clients.md"))) {
            List<String> cells = List.of(line.replaceAll("^\\| | \\|$", "").split(" \\| "));
            inside = cells.get(0).equals(firstHeading) || inside && line.startsWith("|");
            if (inside
                    && cells.size() == 4
                    && !cells.get(0).equals(firstHeading)
                    && !cells.get(0).startsWith("---")) {
                rows.add(cells);
            }
        }
        return rows;
    }

    private static List<String> names(String cell) {
        return NAMED.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    @Test
    void eachRowNamesItsConversationsAndEachConversationHasItsRow() throws IOException {
        List<List<String>> rows = table("client");

        assertThat(rows).hasSizeGreaterThanOrEqualTo(13);
        for (List<String> row : rows) {
            List<String> listed = names(row.get(3));
            assertThat(listed).as(row.get(0)).isNotEmpty();
            assertThat(personas.stream()
                            .filter(persona -> persona.client().equals(row.get(0)))
                            .filter(persona -> persona.tolerance().isEmpty())
                            .map(Persona::toString))
                    .as(row.get(0))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(personas)
                .extracting(Persona::client)
                .isSubsetOf(rows.stream().map(row -> row.get(0)).toList());
    }

    @Test
    void whatNeedsAToleranceIsListedWithItsRefusal() throws IOException {
        List<List<String>> rows = table("conversation");

        assertThat(personas.stream()
                        .filter(persona -> persona.tolerance().isPresent())
                        .map(Persona::toString))
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(row -> names(row.get(0)).get(0)).toList());
        for (List<String> row : rows) {
            Persona persona = persona(names(row.get(0)).get(0));
            assertThat(persona.client()).isEqualTo(MANY);
            assertThat(persona.tolerance().map(Tolerance::id))
                    .contains(names(row.get(2)).get(0));
            List<String> refusal = names(row.get(3));
            assertThat(persona.steps().stream().flatMap(step -> step.without().stream()))
                    .contains("reason " + refusal.get(refusal.size() - 1));
        }
    }

    private Persona persona(String name) {
        return personas.stream()
                .filter(persona -> persona.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
