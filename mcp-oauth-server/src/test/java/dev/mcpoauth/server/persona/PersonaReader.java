package dev.mcpoauth.server.persona;

import dev.mcpoauth.server.persona.Step.Pair;
import dev.mcpoauth.server.settings.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the format that {@code personas/README.md} describes. */
final class PersonaReader {
    private final String file;
    private String client = "";
    private Optional<Tolerance> tolerance = Optional.empty();
    private final List<String> registered = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Draft draft = new Draft(0, "");

    PersonaReader(String file) {
        this.file = file;
    }

    Persona read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            line(i + 1, lines.get(i).stripTrailing());
        }
        finish();
        if (client.isEmpty() || steps.isEmpty()) {
            throw new IllegalArgumentException(file + " needs a client and a step");
        }
        return new Persona(file, client, tolerance, List.copyOf(registered), List.copyOf(steps));
    }

    private void line(int number, String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (text.startsWith("== ")) {
            finish();
            draft = new Draft(number, text.substring(3));
        } else if (steps.isEmpty() && draft.line == 0) {
            head(number, text);
        } else {
            draft.add(text, file + ":" + number);
        }
    }

    private void head(int number, String text) {
        String[] pair = text.split(": ", 2);
        switch (pair[0]) {
            case "client" -> client = pair[1];
            case "tolerance" -> tolerance = Optional.of(Tolerance.ofId(pair[1]).orElseThrow());
            case "registered" -> registered.add(pair[1]);
            default -> throw new IllegalArgumentException(file + ":" + number + ": " + text);
        }
    }

    private void finish() {
        if (draft.line > 0) {
            steps.add(draft.step());
        }
    }

    private static final class Draft {
        private final int line;
        private final String title;
        private String verb = "";
        private String target = "";
        private final List<Pair> headers = new ArrayList<>();
        private final List<Pair> query = new ArrayList<>();
        private final List<Pair> form = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private final List<String> expected = new ArrayList<>();
        private final List<String> without = new ArrayList<>();

        Draft(int line, String title) {
            this.line = line;
            this.title = title;
        }

        private void add(String text, String where) {
            String rest = text.length() > 2 ? text.substring(2) : "";
            if (verb.isEmpty()) {
                String[] words = text.split(" ", 2);
                verb = words[0];
                target = words[1];
            } else if (text.startsWith("? ")) {
                query.add(pair(rest, " = ", where));
            } else if (text.startsWith("& ")) {
                form.add(pair(rest, " = ", where));
            } else if (text.startsWith("| ")) {
                body.append(rest).append('\n');
            } else if (text.startsWith("<without ")) {
                without.add(text.substring("<without ".length()));
            } else if (text.startsWith("< ")) {
                expected.add(rest);
            } else {
                headers.add(pair(text, ": ", where));
            }
        }

        private static Pair pair(String text, String separator, String where) {
            String[] parts = (text + (text.endsWith(" =") ? " " : "")).split(separator, 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException(where + ": " + text);
            }
            return new Pair(parts[0], parts[1]);
        }

        private Step step() {
            return new Step(
                    line,
                    title,
                    verb,
                    target,
                    List.copyOf(headers),
                    List.copyOf(query),
                    List.copyOf(form),
                    body.toString(),
                    List.copyOf(expected),
                    List.copyOf(without));
        }
    }
}
