package dev.mcpoauth.client.bridge.cli;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for on the command line and in the environment; the command line wins. Immutable.
 *
 * @param command what to do
 * @param operands what stands beside the flags
 * @param values the values of the flags that were given
 */
record Invocation(Command command, List<String> operands, Map<Flag, List<String>> values) {

    /** What the program can do. */
    enum Command {
        CONNECT,
        LOGIN,
        LOGOUT,
        STATUS,
        DOCTOR,
        INSTALL,
        UNINSTALL,
        HELP,
        VERSION
    }

    Invocation {
        operands = List.copyOf(operands);
        values = Map.copyOf(values);
    }

    /** The same with the values that the environment has for flags that were not given. */
    Invocation with(Map<String, String> environment) {
        Map<Flag, List<String>> all = new EnumMap<>(Flag.class);
        for (Flag flag : Flag.values()) {
            String value = environment.getOrDefault(flag.variable(), "");
            if (!value.isBlank()) {
                all.put(flag, flag.isRepeatable() ? value.lines().toList() : List.of(value));
            }
        }
        all.putAll(values);
        return new Invocation(command, operands, all);
    }

    List<String> all(Flag flag) {
        return values.getOrDefault(flag, List.of());
    }

    Optional<String> value(Flag flag) {
        return all(flag).stream().findFirst();
    }

    boolean has(Flag flag) {
        return value(flag).filter(text -> !text.equals("false")).isPresent();
    }

    Optional<Duration> seconds(Flag flag) throws Misuse {
        Optional<Long> number = number(flag, 86_400);
        return number.map(Duration::ofSeconds);
    }

    Optional<Long> number(Flag flag, long largest) throws Misuse {
        Optional<String> text = value(flag);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(text.get());
            if (number > 0 && number <= largest) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw new Misuse(flag.option() + " must be a whole number, not " + text.get(), e);
        }
        throw new Misuse(flag.option() + " must be between 1 and " + largest + ", not " + text.get());
    }
}
