package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A desktop session as far as the Secret Service goes: a message bus and an unlocked GNOME Keyring, both of its own, in a
 * folder of its own. Where they are not installed, the test is skipped and says so; it fails instead where {@code
 * MCP_OAUTH_STORES_REQUIRED=true}.
 */
final class KeyringSession implements AutoCloseable {
    private static final String PASSWORD = "a password";
    private static final String BUS = """
            <busconfig>
              <type>session</type>
              <listen>unix:path=%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
              </policy>
            </busconfig>
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private Process keyring;

    private KeyringSession(Path folder) throws IOException {
        this.folder = folder;
        Path socket = folder.resolve("bus");
        environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + socket);
        for (String variable :
                List.of("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")) {
            environment.put(variable, folder.toString());
        }
        Path configuration = Files.writeString(folder.resolve("bus.conf"), String.format(BUS, socket));
        start("dbus-daemon", "--config-file=" + configuration, "--nofork");
        Awaitility.await().until(() -> Files.exists(socket));
        keyring = startKeyring();
    }

    static KeyringSession in(Path folder) throws IOException {
        require("dbus-daemon", "dbus");
        require("gnome-keyring-daemon", "gnome-keyring");
        require("secret-tool", "libsecret-tools");
        return new KeyringSession(Files.createTempDirectory(folder, "session"));
    }

    private static void require(String program, String debianPackage) {
        boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        String missing = program + " is not installed (Debian package " + debianPackage + ")";
        if (!found && Boolean.parseBoolean(System.getenv("MCP_OAUTH_STORES_REQUIRED"))) {
            throw new IllegalStateException(missing);
        }
        Assumptions.assumeTrue(found, missing);
    }

    private Process startKeyring() throws IOException {
        Process started = start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets");
        started.getOutputStream().write(PASSWORD.getBytes(StandardCharsets.UTF_8));
        started.getOutputStream().close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> run("secret-tool", "store", "--label=ready", "test", "ready") == 0);
        return started;
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().putAll(environment);
        builder.environment().remove("DISPLAY");
        builder.environment().remove("WAYLAND_DISPLAY");
        return builder;
    }

    private Process start(String... command) throws IOException {
        Process process = builder(command).start();
        processes.add(process);
        return process;
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process = builder(command).start();
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** What a program needs to be in this session. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    KeySource keychain(Duration patience) {
        return new SecretService(new Tool(List.of("secret-tool"), environment, patience));
    }

    /** Locks the keyring, as a desktop does some time after its user has left. There is nobody to unlock it. */
    void lock() throws IOException, InterruptedException {
        int ended = run(
                "dbus-send",
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service.Lock",
                "array:objpath:/org/freedesktop/secrets/collection/login");
        if (ended != 0) {
            throw new IllegalStateException("the keyring cannot be locked");
        }
    }

    /** As at the next sign-in to the desktop. */
    void endKeyring() throws InterruptedException {
        keyring.destroyForcibly().waitFor();
    }

    void startKeyringAgain() throws IOException {
        keyring = startKeyring();
    }

    /** Takes every request and answers none. */
    void freeze() throws IOException, InterruptedException {
        run("kill", "-STOP", "" + keyring.pid());
    }

    /** How many keys of ours it has. */
    long keys() throws IOException, InterruptedException {
        Process search = builder("secret-tool", "search", "--all", "service", "mcp-oauth")
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        String found = new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        search.waitFor();
        return found.lines().filter(line -> line.startsWith("secret = ")).count();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
