package dev.mcpoauth.example.database.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag that hands its value to whoever is configured by it. Only a given flag does, so that the default stays where it
 * belongs.
 *
 * @param flag with its dashes
 * @param label what the help shows as its value
 * @param description what it is for, with its default
 * @param isRepeatable whether it may be given several times
 * @param apply takes the text of a value; throws {@link IllegalArgumentException} with a text that says what is expected
 */
record Setting(String flag, String label, String description, boolean isRepeatable, Consumer<String> apply) {

    private static final Pattern HOST = Pattern.compile("[\\[\\]A-Za-z0-9._:-]{1,260}");
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://" + HOST.pattern());

    static Setting text(String flag, String label, String description, Consumer<String> apply) {
        return new Setting(flag, label, description, false, apply);
    }

    static Setting duration(String flag, String description, Consumer<Duration> apply) {
        return text(flag, "TIME", description, text -> apply.accept(DurationText.parse(text)));
    }

    static Setting count(String flag, String description, IntConsumer apply) {
        return text(flag, "N", description, text -> apply.accept(number(text, Integer::parseInt)));
    }

    static Setting longCount(String flag, String description, LongConsumer apply) {
        return text(flag, "N", description, text -> apply.accept(number(text, Long::parseLong)));
    }

    static Setting truth(String flag, String description, Consumer<Boolean> apply) {
        return text(flag, "true|false", description, text -> {
            if (!text.equals("true") && !text.equals("false")) throw expected("true or false");
            apply.accept(text.equals("true"));
        });
    }

    static <E extends Enum<E>> Setting choice(String flag, String description, Class<E> type, Consumer<E> apply) {
        List<E> values = Arrays.asList(type.getEnumConstants());
        String names = values.stream().map(Setting::name).collect(Collectors.joining("|"));
        return text(
                flag,
                names,
                description,
                text -> apply.accept(values.stream()
                        .filter(value -> name(value).equals(text))
                        .findFirst()
                        .orElseThrow(() -> expected(names))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T number(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw expected("a whole number");
        }
    }

    private static IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what);
    }

    /** A repeatable setting for web origins, as browsers write them. */
    static Setting origin(String flag, String description, Consumer<String> apply) {
        return text(flag, "ORIGIN", description, text -> {
                    if (!ORIGIN.matcher(text).matches()) throw expected("an origin such as https://app.example");
                    apply.accept(text);
                })
                .repeatable();
    }

    /** A repeatable setting for names of this server. */
    static Setting host(String flag, String description, Consumer<String> apply) {
        return text(flag, "HOST", description, text -> {
                    if (!HOST.matcher(text).matches()) throw expected("a host, or host:port");
                    apply.accept(text);
                })
                .repeatable();
    }

    /** The same, given as often as you like. */
    Setting repeatable() {
        return new Setting(flag, label, description, true, apply);
    }

    OptionSpec option() {
        return OptionSpec.builder(flag)
                .paramLabel(label)
                .description(description)
                .type(isRepeatable ? List.class : String.class)
                .auxiliaryTypes(String.class)
                .build();
    }
}
