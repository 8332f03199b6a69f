package dev.mcpoauth.server.persona;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Pattern;

/** Holds one line of what has to come back against what came. */
final class Expectation {
    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");

    private final Values values;
    private final Reply reply;

    Expectation(Values values, Reply reply) {
        this.values = values;
        this.reply = reply;
    }

    void check(String line) {
        String[] words = line.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        if (STATUS.matcher(words[0]).matches()) {
            assertThat(reply.status()).isEqualTo(Integer.parseInt(words[0]));
        } else if (words[0].equals("reason")) {
            assertThat(reply.reasons()).contains(rest);
        } else if (words[0].equals("at")) {
            assertThat(reply.destination()).isEqualTo(values.fill(rest));
        } else if (words[0].equals("page")) {
            assertThat(reply.body()).contains(values.fill(rest));
        } else if (words[0].startsWith("!.")) {
            assertThat(reply.member(words[0].substring(2))).isEmpty();
        } else if (words[0].startsWith("!?")) {
            assertThat(reply.parameters().has(words[0].substring(2))).isFalse();
        } else if (words[0].startsWith("!")) {
            assertThat(reply.header(words[0].substring(1))).isEmpty();
        } else if (words[0].startsWith(".")) {
            compare(reply.member(words[0].substring(1)), words[0].substring(1), rest);
        } else if (words[0].startsWith("?")) {
            compare(reply.parameters().value(words[0].substring(1)), words[0].substring(1), rest);
        } else {
            compare(reply.header(words[0].replace(":", "")), words[0], "= " + rest);
        }
    }

    private void compare(Optional<String> found, String name, String rest) {
        assertThat(found).as(name).isPresent();
        String actual = found.orElseThrow();
        String[] words = rest.split(" ", 2);
        switch (words[0]) {
            case "" -> {}
            case "=" -> assertThat(actual).matches(glob(values.fill(words[1])));
            case "->" -> values.put(words[1], actual);
            case "is" ->
                assertThat(reply.isNumber(name)).as("%s is a number", name).isTrue();
            default -> throw new IllegalArgumentException(rest);
        }
    }

    /** A star stands for any text. */
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
