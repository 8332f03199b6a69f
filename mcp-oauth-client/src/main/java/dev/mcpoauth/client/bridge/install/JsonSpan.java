package dev.mcpoauth.client.bridge.install;

import dev.mcpoauth.transport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a value of a well-formed JSON text begins and ends, and where its members are.
 *
 * @param start its first character
 * @param end the one after its last
 * @param members of an object, in their order
 */
record JsonSpan(int start, int end, List<Member> members) {

    /**
     * A member of an object.
     *
     * @param start where its name begins
     */
    record Member(String name, int start, JsonSpan value) {}

    JsonSpan {
        members = List.copyOf(members);
    }

    /** The value that begins at this position or after white space. */
    static JsonSpan at(String text, int position) {
        int start = skipBlanks(text, position);
        return switch (text.charAt(start)) {
            case '{' -> object(text, start);
            case '[' -> array(text, start);
            case '"' -> new JsonSpan(start, endOfString(text, start), List.of());
            default -> new JsonSpan(start, endOfLiteral(text, start), List.of());
        };
    }

    private static JsonSpan object(String text, int start) {
        List<Member> members = new ArrayList<>();
        int at = skipBlanks(text, start + 1);
        while (text.charAt(at) != '}') {
            int afterName = endOfString(text, at);
            String name = Json.parse(text.substring(at, afterName)).asString().orElseThrow();
            JsonSpan value = at(text, skipBlanks(text, afterName) + 1);
            members.add(new Member(name, at, value));
            at = afterComma(text, value.end);
        }
        return new JsonSpan(start, at + 1, members);
    }

    private static JsonSpan array(String text, int start) {
        int at = skipBlanks(text, start + 1);
        while (text.charAt(at) != ']') {
            at = afterComma(text, at(text, at).end);
        }
        return new JsonSpan(start, at + 1, List.of());
    }

    private static int afterComma(String text, int position) {
        int at = skipBlanks(text, position);
        return text.charAt(at) == ',' ? skipBlanks(text, at + 1) : at;
    }

    private static int endOfString(String text, int start) {
        int at = start + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int endOfLiteral(String text, int start) {
        int at = start;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static int skipBlanks(String text, int position) {
        int at = position;
        while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    Optional<Member> member(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }
}
