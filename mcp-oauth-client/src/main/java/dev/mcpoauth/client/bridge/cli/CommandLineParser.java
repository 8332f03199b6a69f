package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the command line: {@code --flag value} and {@code --flag=value} anywhere among the operands, {@code --} before
 * operands that begin with a dash. Written by hand because every start of the bridge pays for it, and a library of which
 * hundreds of classes are loaded costs a tenth of a second.
 */
final class CommandLineParser {

    Invocation parse(String... args) throws Misuse {
        Reading reading = new Reading(args);
        while (!reading.rest.isEmpty()) {
            reading.take(reading.rest.removeFirst());
        }
        return reading.invocation();
    }

    private static final class Reading {
        private final Deque<String> rest;
        private final List<String> operands = new ArrayList<>();
        private final Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
        private Optional<Command> asked = Optional.empty();

        private Reading(String... args) {
            rest = new ArrayDeque<>(Arrays.asList(args));
        }

        private void take(String word) throws Misuse {
            switch (word) {
                case "--" -> {
                    operands.addAll(rest);
                    rest.clear();
                }
                case "--help", "-h" -> asked = Optional.of(Command.HELP);
                case "--version", "-V" -> asked = Optional.of(asked.orElse(Command.VERSION));
                default -> {
                    if (word.startsWith("-") && word.length() > 1) {
                        takeFlag(word);
                    } else {
                        operands.add(word);
                    }
                }
            }
        }

        private void takeFlag(String word) throws Misuse {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Flag flag = Flag.named(name)
                    .orElseThrow(() -> new Misuse(
                            "there is no flag " + name + Nearest.hint(name, Flag.options()) + "; see --help"));
            String value = equals >= 0 ? word.substring(equals + 1) : flag.isSwitch() ? "true" : following(flag);
            if (flag.isSwitch() && !value.equals("true") && !value.equals("false")) {
                throw new Misuse(flag.option() + " is on or off: true or false may stand after the equals sign");
            }
            List<String> given = values.computeIfAbsent(flag, f -> new ArrayList<>());
            if (!given.isEmpty() && !flag.isRepeatable()) {
                throw new Misuse(flag.option() + " may be given once");
            }
            given.add(value);
        }

        private String following(Flag flag) throws Misuse {
            String next = rest.pollFirst();
            if (next == null || Flag.named(next).isPresent()) {
                throw new Misuse(flag.option() + " needs a value: " + flag.option() + " " + flag.label());
            }
            return next;
        }

        private Invocation invocation() {
            Optional<Command> named = operands.stream().findFirst().flatMap(Command::named);
            if (asked.isEmpty() && named.isPresent()) {
                operands.remove(0);
            }
            return new Invocation(asked.or(() -> named).orElse(Command.CONNECT), operands, values);
        }
    }
}
