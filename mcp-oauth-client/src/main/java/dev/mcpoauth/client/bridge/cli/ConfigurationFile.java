package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration file: a JSON object with flags for all servers, and {@code servers} by name, each with its {@code
 * url}, {@code callback-port} and flags of its own, which win. Read whole before anything is done: a mistake anywhere in it
 * is an error, for whichever server it is.
 */
final class ConfigurationFile {
    private static final String SERVERS = "servers";
    private static final String URL = "url";
    private static final String PORT = "callback-port";

    private final Path file;
    private final Map<Flag, List<String>> general;
    private final Map<String, Server> servers = new HashMap<>();

    private record Server(String url, Optional<Long> port, Map<Flag, List<String>> flags) {}

    private ConfigurationFile(Path file, JsonObject json) throws Misuse {
        this.file = file;
        this.general = flags("", json, Set.of(SERVERS, "$schema"));
        if (json.has(SERVERS)) {
            JsonObject all = json.object(SERVERS).orElseThrow(() -> wrong("servers must be an object"));
            for (String name : all.names()) {
                servers.put(
                        name,
                        server(
                                name,
                                all.object(name).orElseThrow(() -> wrong("server " + name + " must be an object"))));
            }
        }
    }

    static ConfigurationFile read(Path file) throws Misuse {
        try {
            return new ConfigurationFile(file, JsonObject.parse(Files.readAllBytes(file)));
        } catch (MalformedJsonException e) {
            throw new Misuse("the configuration file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Misuse("the configuration file cannot be read: " + file, e);
        }
    }

    private Server server(String name, JsonObject json) throws Misuse {
        String where = "server " + name + ": ";
        if (name.isBlank()
                || name.contains(":")
                || name.startsWith("-")
                || Command.named(name).isPresent()) {
            throw wrong(where + "a name has no colon, does not begin with a dash and is no command's");
        }
        String url = json.string(URL).orElseThrow(() -> wrong(where + "url must be a string"));
        if (json.has(PORT) && json.integer(PORT).isEmpty()) {
            throw wrong(where + PORT + " must be a whole number");
        }
        return new Server(url, json.integer(PORT), flags(where, json, Set.of(URL, PORT)));
    }

    private Map<Flag, List<String>> flags(String where, JsonObject json, Set<String> others) throws Misuse {
        Map<Flag, List<String>> flags = new EnumMap<>(Flag.class);
        for (String name : json.names()) {
            if (others.contains(name)) {
                continue;
            }
            Flag flag = Flag.named("--" + name)
                    .filter(known -> known != Flag.CONFIG)
                    .orElseThrow(() -> wrong(where + "there is no member " + name + Nearest.hint(name, known(others))));
            Object value = json.value(name).orElseThrow(() -> wrong(where + name + " must not be null"));
            flags.put(
                    flag,
                    ConfiguredValue.of(flag, value)
                            .orElseThrow(() -> wrong(where + name + " must be " + ConfiguredValue.expected(flag))));
        }
        return flags;
    }

    private static Set<String> known(Set<String> others) {
        Set<String> names = new TreeSet<>(others);
        for (Flag flag : Flag.values()) {
            names.add(flag.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return names;
    }

    private Misuse wrong(String what) {
        return new Misuse("the configuration file " + file + ": " + what);
    }

    /** The servers that have a name. */
    Set<String> names() {
        return new TreeSet<>(servers.keySet());
    }

    /** The invocation with what the file adds to it. */
    Invocation added(Invocation invocation) throws Misuse {
        Optional<String> named = invocation.serverName();
        if (named.isEmpty()) {
            return invocation.orElse(general);
        }
        Server server = servers.get(named.get());
        if (server == null) {
            throw wrong("there is no server " + named.get() + Nearest.hint(named.get(), names()));
        }
        List<String> operands = new ArrayList<>(invocation.operands());
        operands.set(0, server.url());
        if (operands.size() == 1) {
            server.port().ifPresent(port -> operands.add(port.toString()));
        }
        return invocation.at(operands).orElse(server.flags()).orElse(general);
    }
}
