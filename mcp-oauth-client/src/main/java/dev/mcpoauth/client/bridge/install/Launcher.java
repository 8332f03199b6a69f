package dev.mcpoauth.client.bridge.install;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files that start the bridge on this machine: a copy of the jar, the flags, the class-data archive of this JDK and a
 * script.
 */
public final class Launcher {
    private static final String NAME = "mcp-oauth-bridge-launcher";
    private static final String JAR = "mcp-oauth-bridge.jar";
    private static final String ARCHIVE = "mcp-oauth-bridge.jsa";
    private static final String ARGUMENTS = "mcp-oauth-bridge.args";
    private static final String USERS = "mcp-oauth-bridge.users.json";

    private final Path directory;
    private final Path java;
    private final Platform platform;
    private final Charset encoding;

    /**
     * In this directory.
     *
     * @param java the command that will run it
     */
    public Launcher(Path directory, Path java, Platform platform) {
        this(directory, java, platform, systemEncoding());
    }

    /** With this encoding of argument file and script: {@code java} and the shell read them in the system's. */
    Launcher(Path directory, Path java, Platform platform, Charset encoding) {
        this.directory = directory.toAbsolutePath();
        this.java = java;
        this.platform = platform;
        this.encoding = encoding;
    }

    /** That of paths and of the command line, which is not the one of files' contents (JEP 400). */
    private static Charset systemEncoding() {
        String name = System.getProperty("sun.jnu.encoding", System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /**
     * Where it belongs on this platform: without a blank of our own in the path, as the JVM takes no class of a jar from
     * an archive whose path has characters that a URL escapes. Hence not {@code Application Support} on macOS.
     *
     * @param environment of the user, for {@code LOCALAPPDATA}, {@code XDG_DATA_HOME} and {@code HOME}
     * @param userHome home directory of the account
     */
    public static String directory(Platform platform, Map<String, String> environment, String userHome) {
        String home = environment.getOrDefault("HOME", userHome);
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return switch (platform) {
            case WINDOWS -> environment.getOrDefault("LOCALAPPDATA", userHome + "\\AppData\\Local") + "\\" + NAME;
            case MACOS -> home + "/." + NAME;
            case LINUX -> (data.startsWith("/") ? data : home + "/.local/share") + "/" + NAME;
        };
    }

    /** The script. */
    public Path script() {
        return directory.resolve(platform == Platform.WINDOWS ? "mcp-oauth-bridge.cmd" : "mcp-oauth-bridge");
    }

    /**
     * What a host's configuration says to start it. On Windows that is {@code java} itself, as a batch file would give
     * the URL to the command interpreter, which reads {@code &} and {@code %} in it.
     */
    public Json entry(List<String> arguments) {
        boolean windows = platform == Platform.WINDOWS;
        List<String> all = new ArrayList<>(windows ? List.of("@" + file(ARGUMENTS)) : List.of());
        all.addAll(arguments);
        return Json.object()
                .put("command", windows ? java.toString() : script().toString())
                .put("args", Json.strings(all))
                .build();
    }

    /**
     * Writes the files. Without the archive, which is made from a run of the bridge, a start only takes longer.
     *
     * @param jar what runs now
     * @param user the configuration file that will start it, which is remembered
     * @return whether there is an archive
     * @throws IOException if one of the other files cannot be written
     */
    public boolean write(Path jar, Path user) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        remember(user);
        Path copy = file(JAR);
        if (!Files.exists(copy) || !Files.isSameFile(jar, copy)) {
            Path next = file(JAR + ".tmp");
            Files.copy(jar, next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Whole.write(
                file(ARGUMENTS),
                LauncherText.argumentFile(copy.toString(), file(ARCHIVE).toString()),
                encoding);
        Whole.write(script(), text(), encoding);
        if (platform != Platform.WINDOWS) {
            Files.setPosixFilePermissions(script(), PosixFilePermissions.fromString("rwx------"));
        }
        return new ClassArchive(java, LauncherText.FLAGS).make(copy, file(ARCHIVE));
    }

    private void remember(Path user) throws IOException {
        Set<String> all = new TreeSet<>(List.of(user.toAbsolutePath().toString()));
        users().forEach(known -> all.add(known.toString()));
        Whole.write(file(USERS), Json.strings(all) + "\n");
    }

    /**
     * The configuration files that it was written for, whether or not they still start it.
     *
     * @throws IOException if that cannot be read
     */
    public List<Path> users() throws IOException {
        if (!Files.exists(file(USERS))) {
            return List.of();
        }
        try {
            return Json.parse(Files.readString(file(USERS))).elements().stream()
                    .flatMap(path -> path.asString().stream())
                    .map(Path::of)
                    .toList();
        } catch (JsonException | CharacterCodingException | InvalidPathException e) {
            throw new IOException(file(USERS) + " is damaged", e);
        }
    }

    private String text() {
        String arguments = file(ARGUMENTS).toString();
        return platform == Platform.WINDOWS
                ? LauncherText.cmd(java.toString(), ARGUMENTS)
                : LauncherText.sh(java.toString(), arguments);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** Deletes the files, and the directory if nothing else is in it. */
    public void delete() throws IOException {
        for (Path file : List.of(script(), file(ARGUMENTS), file(ARCHIVE), file(JAR), file(USERS))) {
            Files.deleteIfExists(file);
        }
        if (Files.isDirectory(directory) && isEmpty()) {
            Files.delete(directory);
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Whether a host's file starts this launcher. */
    public boolean isUsedBy(ConfigFile configuration) {
        String path = Json.of(directory.toString()).toString();
        return configuration.mentions(path.substring(1, path.length() - 1));
    }
}
