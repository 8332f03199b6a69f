package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads the command line and writes the help, both from {@link Flag}. Built without reflection, which costs start-up. */
final class CommandLineParser {
    private static final String FOOTER = """

            Commands, before the URL: connect (what is done without one), login, logout (revokes the
            tokens), status, doctor (says what keeps a client from signing in to any server), version.
            install HOST URL writes a launcher and the entry in the host's
            configuration, uninstall HOST URL takes it out again: claude-desktop, claude-code, cursor,
            vscode.

            Every flag is also an environment variable: --auth-timeout is MCP_OAUTH_BRIDGE_AUTH_TIMEOUT.
            One that may be repeated holds one value per line.

            A host's configuration:
              {"mcpServers": {"example": {"command": "java",
                "args": ["-jar", "/path/to/mcp-oauth-bridge.jar", "https://example.com/mcp"]}}}
            """;

    private final CommandLine line =
            new CommandLine(spec()).setInterpolateVariables(false).setExpandAtFiles(false);

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("mcp-oauth-bridge");
        spec.usageMessage()
                .description("Connects a host that speaks MCP over standard input and output with a remote MCP server,"
                        + " and signs in to it.")
                .customSynopsis("mcp-oauth-bridge [COMMAND] URL [CALLBACK-PORT] [FLAGS]")
                .width(100)
                .footer(FOOTER.lines().toArray(String[]::new))
                .sortOptions(false);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("URL")
                .description("The server's URL, after it the port that the browser comes back to.")
                .build());
        for (Flag flag : Flag.values()) {
            spec.addOption(option(flag));
        }
        spec.addOption(help("--version", "-V", "Print the version.").build());
        spec.addOption(help("--help", "-h", "Print this.").build());
        return spec;
    }

    private static OptionSpec option(Flag flag) {
        OptionSpec.Builder option = OptionSpec.builder(flag.option()).description(flag.description());
        if (flag.isSwitch()) {
            return option.type(boolean.class).arity("0").build();
        }
        return option.paramLabel(flag.label())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .build();
    }

    private static OptionSpec.Builder help(String name, String shorthand, String description) {
        return OptionSpec.builder(name, shorthand)
                .arity("0")
                .type(boolean.class)
                .description(description);
    }

    Invocation parse(String... args) throws Misuse {
        ParseResult result = parsed(args);
        List<String> operands = new ArrayList<>(result.matchedPositionalValue(0, List.of()));
        Command command = Command.CONNECT;
        for (Command candidate : Command.values()) {
            if (!operands.isEmpty() && operands.get(0).equals(candidate.name().toLowerCase(Locale.ROOT))) {
                command = candidate;
                operands.remove(0);
                break;
            }
        }
        if (result.hasMatchedOption("--help")) {
            command = Command.HELP;
        } else if (result.hasMatchedOption("--version")) {
            command = Command.VERSION;
        }
        return new Invocation(command, operands, values(result));
    }

    private ParseResult parsed(String... args) throws Misuse {
        try {
            return line.parseArgs(args);
        } catch (ParameterException e) {
            throw new Misuse(e.getMessage() + "; --help lists the flags", e);
        }
    }

    private static Map<Flag, List<String>> values(ParseResult result) throws Misuse {
        Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
        for (Flag flag : Flag.values()) {
            if (!result.hasMatchedOption(flag.option())) {
                continue;
            }
            List<String> given =
                    flag.isSwitch() ? List.of("true") : result.matchedOptionValue(flag.option(), List.of());
            if (given.size() > 1 && !flag.isRepeatable()) {
                throw new Misuse(flag.option() + " may be given once");
            }
            values.put(flag, given);
        }
        return values;
    }

    String help() {
        return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
}
