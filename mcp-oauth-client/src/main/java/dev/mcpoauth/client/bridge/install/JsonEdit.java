package dev.mcpoauth.client.bridge.install;

import dev.mcpoauth.transport.json.Json;
import java.util.Optional;

/**
 * Changes one member two levels deep in a JSON text, and leaves every other character where it is: people format their
 * configuration as they like.
 */
final class JsonEdit {
    private static final String STEP = "  ";

    private final String text;
    private final String newLine;

    private JsonEdit(String text) {
        this.text = text;
        this.newLine = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /**
     * Edits this text; an empty one counts as an empty object.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    static JsonEdit of(String text) {
        String edited = text.isBlank() ? "{" + "\n}\n" : text;
        Json json = Json.parse(edited); // What is scanned from here on is well-formed.
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return new JsonEdit(edited);
    }

    /** The text with the member added or replaced, in a section that is made if need be. */
    String put(String section, String name, Json value) {
        JsonSpan root = JsonSpan.at(text, 0);
        Optional<JsonSpan.Member> found = root.member(section);
        if (found.isEmpty()) {
            return insert(root, section, Json.object().put(name, value).build());
        }
        JsonSpan servers = object(found.get());
        return servers.member(name).map(member -> replace(member, value)).orElseGet(() -> insert(servers, name, value));
    }

    /** The text without the member. */
    String remove(String section, String name) {
        return JsonSpan.at(text, 0)
                .member(section)
                .map(this::object)
                .flatMap(servers -> servers.member(name).map(member -> remove(servers, member)))
                .orElse(text);
    }

    private JsonSpan object(JsonSpan.Member member) {
        if (text.charAt(member.value().start()) != '{') {
            throw new IllegalArgumentException("\"" + member.name() + "\" is not an object");
        }
        return member.value();
    }

    private String replace(JsonSpan.Member member, Json value) {
        String written = write(value, indentOf(member.start()));
        return text.substring(0, member.value().start())
                + written
                + text.substring(member.value().end());
    }

    private String insert(JsonSpan object, String name, Json value) {
        String indent = object.members().isEmpty()
                ? indentOf(object.start()) + STEP
                : indentOf(object.members().get(0).start());
        String member = newLine + indent + Json.of(name) + ": " + write(value, indent);
        if (object.members().isEmpty()) {
            String closing = newLine + indentOf(object.start());
            return text.substring(0, object.start() + 1) + member + closing + text.substring(object.end() - 1);
        }
        int last = object.members().get(object.members().size() - 1).value().end();
        return text.substring(0, last) + "," + member + text.substring(last);
    }

    /** With the comma before it; the first takes the one after it. */
    private String remove(JsonSpan object, JsonSpan.Member member) {
        int at = object.members().indexOf(member);
        if (at > 0) {
            int before = object.members().get(at - 1).value().end();
            return text.substring(0, before) + text.substring(member.value().end());
        }
        if (object.members().size() > 1) {
            return text.substring(0, member.start())
                    + text.substring(object.members().get(1).start());
        }
        return text.substring(0, object.start() + 1) + text.substring(object.end() - 1);
    }

    /** The blanks at the beginning of the line. */
    private String indentOf(int position) {
        int line = text.lastIndexOf('\n', position - 1) + 1;
        int end = line;
        while (end < position && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(line, end);
    }

    private String write(Json value, String indent) {
        if (!value.isObject() || value.size() == 0) {
            return value.toString();
        }
        StringBuilder written = new StringBuilder("{");
        String separator = "";
        for (var member : value.members().entrySet()) {
            written.append(separator).append(newLine).append(indent).append(STEP);
            written.append(Json.of(member.getKey())).append(": ").append(write(member.getValue(), indent + STEP));
            separator = ",";
        }
        return written.append(newLine).append(indent).append('}').toString();
    }
}
