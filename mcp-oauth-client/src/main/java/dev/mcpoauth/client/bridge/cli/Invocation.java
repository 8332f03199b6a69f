package dev.mcpoauth.client.bridge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
        CONNECT("[connect] SERVER [CALLBACK-PORT] [FLAGS]", "Serves a host; what is done without a command."),
        LOGIN(
                "login SERVER [CALLBACK-PORT] [FLAGS]",
                "Signs in now, so that no host has to wait for it. Where no browser comes back to this machine, the"
                        + " address at which it ended can be pasted."),
        LOGOUT("logout SERVER|--all [FLAGS]", "Forgets the tokens, and has the server revoke them."),
        STATUS(
                "status [SERVER] [FLAGS]",
                "Says whether there are tokens; without SERVER, for which servers there are."),
        IMPORT(
                "import SERVER [FLAGS]",
                "Takes over the sign-in that mcp-remote has for the server: give the flags that it was started with. Its"
                        + " files stay as they are; do not start it again for this server, as a refresh token that two"
                        + " programs use ends the sign-in of both."),
        DOCTOR(
                "doctor SERVER [FLAGS]",
                "Says what keeps a client from signing in to a server, whether or not it is one of ours."),
        INSTALL(
                "install HOST SERVER [FLAGS]",
                "Writes a launcher and the entry in the host's configuration (claude-desktop, claude-code, cursor, vscode),"
                        + " after it has shown the change."),
        UNINSTALL("uninstall HOST SERVER [FLAGS]", "Takes the entry out again."),
        HELP("help [COMMAND]", "Prints this."),
        VERSION("version", "Prints the version.");

        private final String usage;
        private final String description;

        Command(String usage, String description) {
            this.usage = usage;
            this.description = description;
        }

        /** The command that is written so. */
        static Optional<Command> named(String word) {
            for (Command command : values()) { // Every start comes by here, and pays for each first lambda of a class.
                if (command.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return Optional.of(command);
                }
            }
            return Optional.empty();
        }

        String usage() {
            return usage;
        }

        String description() {
            return description;
        }
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
        return orElse(all);
    }

    /** The same with these values for flags that have none. */
    Invocation orElse(Map<Flag, List<String>> others) {
        Map<Flag, List<String>> all = new EnumMap<>(Flag.class);
        all.putAll(others);
        all.putAll(values);
        return new Invocation(command, operands, all);
    }

    /** The same about something else. */
    Invocation at(List<String> others) {
        return new Invocation(command, others, values);
    }

    /** What the server is called, if it is meant by its name and not by its URL. */
    Optional<String> serverName() {
        return operands.stream().findFirst().filter(operand -> !operand.contains(":"));
    }

    /**
     * The same with what the configuration file adds: the one that was named, else the one at the usual place, if any.
     *
     * @param usual the usual place
     */
    Invocation configured(Path usual) throws Misuse {
        if (EnumSet.of(Command.HELP, Command.VERSION, Command.INSTALL, Command.UNINSTALL)
                .contains(command)) {
            return this;
        }
        Optional<Path> named = value(Flag.CONFIG).map(Path::of);
        if (named.isPresent() || Files.exists(usual)) {
            return ConfigurationFile.read(named.orElse(usual)).added(this);
        }
        if (serverName().isPresent()) {
            throw new Misuse("expected a URL and not " + serverName().get() + ", as there is no configuration file "
                    + usual + " in which servers have names; --help tells more");
        }
        return this;
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

    /** The same where {@code 0} stands for no limit. */
    Optional<Duration> secondsOrNone(Flag flag) throws Misuse {
        return value(flag).equals(Optional.of("0")) ? Optional.empty() : seconds(flag);
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
