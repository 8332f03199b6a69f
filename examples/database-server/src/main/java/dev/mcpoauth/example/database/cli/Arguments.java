package dev.mcpoauth.example.database.cli;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.example.database.account.NewAccount;
import dev.mcpoauth.example.database.cli.Options.PublicClient;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ParseResult.GroupMatch;
import picocli.CommandLine.ParseResult.GroupMatchContainer;

/** Reads the command line and the environment. */
public final class Arguments {

    private static final String CLIENT = "--client";
    private static final String REDIRECT_URI = "--redirect-uri";

    private final Options options = new Options();
    private final List<Section> sections = List.of(
            server(),
            accounts(),
            options.store.section(),
            options.oauth.policy(),
            options.oauth.lifetimes(),
            options.oauth.limits(),
            options.mcp.access(),
            options.mcp.answers(),
            options.mcp.limits(),
            options.sql.section());
    private final OptionSpec client = OptionSpec.builder(CLIENT)
            .paramLabel("ID")
            .description("A public client that is known ahead. Needs --redirect-uri; may be repeated with it.")
            .required(true)
            .type(String.class)
            .build();
    private final OptionSpec redirectUri = OptionSpec.builder(REDIRECT_URI)
            .paramLabel("URI")
            .description("Where that client may be redirected to. May be repeated for one client.")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build();
    private final ArgGroupSpec clientGroup = ArgGroupSpec.builder()
            .heading("%nClients known ahead%n")
            .exclusive(false)
            .multiplicity("0..*")
            .addArg(client)
            .addArg(redirectUri)
            .build();
    private final CommandLine command = new CommandLine(spec());

    private Arguments() {}

    /** What this command line and these environment variables ask for. */
    public static Invocation read(List<String> commandLine, Map<String, String> environment) {
        return new Arguments().invocation(commandLine, environment);
    }

    /** Every flag that takes a value. */
    static List<String> flags() {
        return new Arguments()
                .command.getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .map(OptionSpec::longestName)
                        .toList();
    }

    private Section server() {
        return new Section(
                "Server",
                List.of(
                        Setting.count("--port", "The TCP port; 0 takes a free one (8080).", this::port),
                        Setting.text(
                                "--host",
                                "HOST",
                                "The name or address to listen on (localhost).",
                                h -> options.host = h),
                        Setting.text("--data", "DIR", "Where everything is kept (database-server-data).", this::data),
                        Setting.text(
                                "--issuer",
                                "URL",
                                "The URL under which clients reach this server (http://localhost:PORT).",
                                this::issuer),
                        Setting.duration(
                                "--drain",
                                "How long running requests may take after SIGTERM (10s).",
                                t -> options.drain = t)));
    }

    private Section accounts() {
        return new Section(
                "Accounts",
                List.of(
                        Setting.text(
                                        "--account",
                                        "NAME:PASSWORD",
                                        "Adds an account or changes its password. Accounts are kept. Without any, the first"
                                                + " start makes one and prints its password once.",
                                        text -> options.accounts.add(NewAccount.parse(text)))
                                .repeatable(),
                        Setting.count(
                                "--password-checks",
                                "How many passwords are checked at once, with 19 MiB of memory each (4).",
                                this::passwordChecks)));
    }

    private void port(int port) {
        if (port < 0 || port > 65_535) throw new IllegalArgumentException("expected 0 to 65535");
        options.port = port;
    }

    private void data(String directory) {
        // It would end the path in the address of a database.
        if (directory.contains(";")) throw new IllegalArgumentException("expected a directory without ';'");
        try {
            options.data = Path.of(directory);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a directory", e);
        }
    }

    private void issuer(String url) {
        // The slash would stay in the identifier, and come twice in the URL of the MCP endpoint.
        if (url.endsWith("/")) throw new IllegalArgumentException("expected a URL without a slash at its end");
        options.issuer = new Issuer(url).value();
    }

    private void passwordChecks(int count) {
        if (count < 1) throw new IllegalArgumentException("expected at least 1");
        options.passwordChecks = count;
    }

    private CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("database-server").mixinStandardHelpOptions(true);
        spec.version("database-server " + Version.text());
        spec.usageMessage()
                .description("An MCP server on an embedded SQL database, guarded by an OAuth authorization server.%n")
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .footer(
                        "",
                        "Each flag is also an environment variable: DATABASE_SERVER_PORT stands for --port. A flag wins.",
                        "A variable for a flag that may be repeated has one value per line.",
                        "Times are numbers with ms, s, m, h or d. Defaults are in parentheses.",
                        "",
                        "Exit codes: 0 after --help or --version, 1 if the server cannot start, 2 for a wrong command line,",
                        "143 after an orderly stop by SIGTERM, 130 by Ctrl-C.");
        for (Section section : sections) spec.addArgGroup(group(section));
        return spec.addArgGroup(clientGroup);
    }

    private static ArgGroupSpec group(Section section) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%n" + section.heading() + "%n")
                .validate(false)
                .exclusive(false);
        section.settings().forEach(setting -> group.addArg(setting.option()));
        return group.build();
    }

    private Invocation invocation(List<String> commandLine, Map<String, String> environment) {
        try {
            ParseResult parsed = command.parseArgs(withEnvironment(commandLine, environment));
            if (parsed.isUsageHelpRequested()) return new Invocation.Answer(command.getUsageMessage(Ansi.OFF));
            if (parsed.isVersionHelpRequested()) {
                return new Invocation.Answer(
                        String.join("\n", command.getCommandSpec().version()));
            }
            settings().forEach(setting -> apply(setting, parsed));
            parsed.findMatches(clientGroup).forEach(this::addClients);
            return new Invocation.Start(checked());
        } catch (ParameterException e) {
            return new Invocation.Misuse(e.getMessage() + "\nTry --help.");
        }
    }

    private String[] withEnvironment(List<String> commandLine, Map<String, String> variables) {
        Environment environment = new Environment(variables, commandLine);
        List<String> all = new ArrayList<>(environment.flags(settings().toList()));
        all.addAll(environment.pairs(CLIENT, REDIRECT_URI));
        all.addAll(commandLine);
        return all.toArray(String[]::new);
    }

    private Stream<Setting> settings() {
        return sections.stream().flatMap(section -> section.settings().stream());
    }

    private void apply(Setting setting, ParseResult parsed) {
        if (!parsed.hasMatchedOption(setting.flag())) return;
        if (!setting.isRepeatable() && Environment.count(setting.flag(), parsed.originalArgs()) > 1) {
            throw new ParameterException(command, setting.flag() + " is given twice");
        }
        Object value = parsed.matchedOptionValue(setting.flag(), "");
        for (Object text : value instanceof List<?> several ? several : List.of(value)) {
            try {
                setting.apply().accept(String.valueOf(text));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, "Bad value for " + setting.flag() + ": " + e.getMessage());
            }
        }
    }

    private void addClients(GroupMatchContainer container) {
        for (GroupMatch match : container.matches()) {
            List<String> uris = match.matchedValues(redirectUri).stream()
                    .flatMap(values -> ((List<?>) values).stream())
                    .map(String::valueOf)
                    .toList();
            String id = String.valueOf(match.matchedValues(client).get(0));
            options.clients.add(new PublicClient(id, uris));
        }
    }

    /** What can only be judged together. */
    private Options checked() {
        try {
            options.queries();
            options.changes();
            options.storeLimits();
            return options;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "Bad limits: " + e.getMessage());
        }
    }
}
