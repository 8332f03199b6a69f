package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code --help} says: everything, or what one command is about. */
final class Help {
    private static final int WIDTH = 100;
    private static final int INDENT = 8;

    private static final String GENERAL = """
            mcp-oauth-bridge connects a host that speaks MCP over standard input and output with a remote MCP
            server, and signs in to it.

            Usage: mcp-oauth-bridge [COMMAND] SERVER [CALLBACK-PORT] [FLAGS]

            SERVER is the server's URL, or the name that it has in the configuration file.
            CALLBACK-PORT is the port of 127.0.0.1 that the browser comes back to; any free one by default.

            Commands (COMMAND --help tells more):
            """;

    private static final String FOOTER = """

            Every flag is also an environment variable (--auth-timeout is MCP_OAUTH_BRIDGE_AUTH_TIMEOUT; one that
            may be repeated holds one value per line) and a member of the configuration file (auth-timeout). The
            command line wins, then the environment.

            A host's configuration:
              {"mcpServers": {"example": {"command": "java",
                "args": ["-jar", "/path/to/mcp-oauth-bridge.jar", "https://example.com/mcp"]}}}
            """;

    private Help() {}

    /** The help on a command, or on everything if none is named. */
    static String on(List<String> topic) {
        Optional<Command> command = Arrays.stream(Command.values())
                .filter(candidate -> topic.stream().findFirst().equals(Optional.of(name(candidate))))
                .findFirst();
        StringBuilder text = new StringBuilder();
        command.ifPresentOrElse(
                about -> text.append("Usage: mcp-oauth-bridge ")
                        .append(about.usage())
                        .append("\n\n")
                        .append(paragraph(0, about.description())),
                () -> general(text));
        Set<FlagGroup> groups = command.map(FlagGroup::of).orElse(EnumSet.allOf(FlagGroup.class));
        groups.forEach(group -> flags(text, group));
        return text + FOOTER;
    }

    private static void general(StringBuilder text) {
        text.append(GENERAL);
        Map<String, String> lines = new LinkedHashMap<>();
        for (Command command : Command.values()) {
            lines.put(name(command), command.description());
        }
        lines.forEach((name, what) ->
                text.append(paragraph(2, name + " ".repeat(Math.max(1, INDENT + 2 - name.length())) + what)));
    }

    private static String name(Command command) {
        return command.name().toLowerCase(Locale.ROOT);
    }

    private static void flags(StringBuilder text, FlagGroup group) {
        Collection<Flag> flags = group.flags();
        if (!flags.isEmpty()) {
            text.append('\n').append(group.title()).append(":\n");
        }
        for (Flag flag : flags) {
            String label = flag.isSwitch() ? "" : " " + flag.label();
            text.append("  ").append(flag.option()).append(label).append(flag.isRepeatable() ? " ..." : "");
            text.append('\n').append(paragraph(INDENT, flag.description()));
        }
    }

    /** The text in lines of at most {@link #WIDTH} characters; those after the first are indented as a flag's text is. */
    private static String paragraph(int indent, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(" ".repeat(indent));
        int words = 0;
        for (String word : text.split(" ", -1)) {
            if (words > 0 && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent == 0 ? 0 : Math.max(indent, INDENT)));
                words = 0;
            }
            line.append(words++ == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return String.join("\n", lines) + "\n";
    }
}
