package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import dev.mcpoauth.client.bridge.install.ConfigFile;
import dev.mcpoauth.client.bridge.install.HostProgram;
import dev.mcpoauth.client.bridge.install.Launcher;
import dev.mcpoauth.client.bridge.install.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code install} and {@code uninstall}: a launcher, and the entry in a host's configuration that starts it. */
final class Installation {
    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;
    private final BufferedReader answers;
    private final Platform platform = Platform.of(System.getProperty("os.name", ""));

    /**
     * For this invocation.
     *
     * @param invocation what the command line says, without the environment: an entry must not freeze the environment
     * @param terminal where the change is shown
     * @param answers where it is agreed to
     */
    Installation(Invocation invocation, Map<String, String> environment, PrintStream terminal, BufferedReader answers) {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
        this.answers = answers;
    }

    int run() throws Misuse, IOException, InterruptedException {
        return invocation.command() == Command.INSTALL ? install() : uninstall();
    }

    private int install() throws Misuse, IOException, InterruptedException {
        HostProgram host = host();
        Invocation connection = afterHost();
        Target target = Target.of(connection);
        List<String> arguments = InstalledArguments.of(connection);
        Launcher launcher = launcher();
        String name = invocation.value(Flag.NAME).orElseGet(() -> target.url().getHost());
        ConfigFile configuration = configuration(host);
        ConfigFile.Change change = configuration.put(host.section(), name, launcher.entry(arguments));
        terminal.println("Launcher: " + launcher.script());
        NothingSecret.warnings(target.url(), connection).forEach(terminal::println);
        boolean agreed = agree(host, change);
        if (agreed && !launcher.write(ownJar(), configuration.path())) {
            terminal.println("There is no class-data archive with this JDK: a start takes longer.");
        }
        return agreed ? make(change) : Main.OK;
    }

    private int uninstall() throws Misuse, IOException {
        HostProgram host = host();
        String name = name();
        ConfigFile.Change change = configuration(host).remove(host.section(), name);
        if (change.isNone()) {
            terminal.println("There is no entry " + name + " in " + path(host) + ".");
            return Main.FAILED;
        }
        if (!agree(host, change)) {
            return Main.OK;
        }
        make(change);
        Launcher launcher = launcher();
        if (isUsed(launcher)) {
            terminal.println("The launcher stays, as other entries may start it.");
        } else {
            launcher.delete();
        }
        return Main.OK;
    }

    /** One of which nobody knows for whom it was written counts as used. */
    private boolean isUsed(Launcher launcher) throws IOException {
        List<Path> users = launcher.users();
        return users.isEmpty()
                || Stream.concat(
                                users.stream(),
                                Arrays.stream(HostProgram.values()).map(this::usualPath))
                        .anyMatch(file -> starts(launcher, file));
    }

    private static boolean starts(Launcher launcher, Path file) {
        try {
            return launcher.isUsedBy(ConfigFile.read(file));
        } catch (IOException unreadable) {
            return true; // It may.
        }
    }

    private String name() throws Misuse {
        if (invocation.value(Flag.NAME).isPresent()) {
            return invocation.value(Flag.NAME).get();
        }
        return Target.of(afterHost()).url().getHost();
    }

    private boolean agree(HostProgram host, ConfigFile.Change change) throws IOException {
        terminal.println(path(host) + (change.isNone() ? " says so already." : ":"));
        terminal.print(change.isNone() ? "" : change.diff());
        terminal.flush();
        if (invocation.has(Flag.DRY_RUN)) {
            return false;
        }
        if (invocation.has(Flag.YES)) {
            return true;
        }
        terminal.print("Make this change? [y/N] ");
        terminal.flush();
        String answer = answers.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private int make(ConfigFile.Change change) throws IOException {
        if (!change.isNone()) {
            change.make();
        }
        terminal.println("Done. Restart the host to have it read its configuration.");
        return Main.OK;
    }

    private HostProgram host() throws Misuse {
        String known = Arrays.stream(HostProgram.values()).map(HostProgram::id).collect(Collectors.joining(", "));
        return invocation.operands().stream()
                .findFirst()
                .flatMap(HostProgram::named)
                .orElseThrow(() -> new Misuse("name the host first: " + known));
    }

    private Invocation afterHost() {
        List<String> operands = invocation.operands();
        return new Invocation(Command.CONNECT, operands.subList(1, operands.size()), invocation.values());
    }

    private ConfigFile configuration(HostProgram host) throws IOException {
        return ConfigFile.read(path(host));
    }

    private Path path(HostProgram host) {
        return invocation.value(Flag.HOST_CONFIG).map(Path::of).orElseGet(() -> usualPath(host));
    }

    private Path usualPath(HostProgram host) {
        return Path.of(host.configuration(
                platform,
                environment,
                System.getProperty("user.home", ""),
                Path.of("").toAbsolutePath().toString()));
    }

    private Launcher launcher() {
        String place = Launcher.directory(platform, environment, System.getProperty("user.home", ""));
        String command = platform == Platform.WINDOWS ? "java.exe" : "java";
        Path java = Path.of(System.getProperty("java.home", ""), "bin", command);
        return new Launcher(Path.of(place), java, platform);
    }

    private static Path ownJar() throws IOException {
        Path place = Path.of(System.getProperty("java.class.path", ""));
        if (!Files.isRegularFile(place)) {
            throw new IOException("install works from the one jar: java -jar mcp-oauth-bridge.jar install");
        }
        return place;
    }
}
