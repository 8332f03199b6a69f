package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arguments of an entry in a host's configuration: the command line's own, without what is meant for installing. */
final class InstalledArguments {
    private static final Set<Flag> FOR_INSTALLING = EnumSet.of(Flag.NAME, Flag.YES, Flag.DRY_RUN, Flag.HOST_CONFIG);

    private InstalledArguments() {}

    static List<String> of(Invocation invocation) throws Misuse {
        List<String> arguments = new ArrayList<>(invocation.operands());
        for (Map.Entry<Flag, List<String>> entry : new EnumMap<>(invocation.values()).entrySet()) {
            if (!FOR_INSTALLING.contains(entry.getKey())) {
                add(arguments, entry.getKey(), entry.getValue());
            }
        }
        return arguments;
    }

    private static void add(List<String> arguments, Flag flag, List<String> values) throws Misuse {
        for (String value : values) {
            NothingSecret.check(flag, value);
            arguments.add(flag.option());
            if (!flag.isSwitch()) {
                arguments.add(placed(flag, value));
            }
        }
    }

    /** The host starts the bridge in a directory of its own: a path that is relative would mean something else there. */
    private static String placed(Flag flag, String value) throws Misuse {
        if (flag == Flag.HEADER_COMMAND) {
            requireWholePath(CommandWords.parse(flag, value).get(0));
        }
        if (flag.label().equals("FILE") || flag.label().equals("DIR")) {
            return absolute(value);
        }
        if (flag.label().endsWith("@FILE") && value.startsWith("@")) {
            return "@" + absolute(value.substring(1));
        }
        return flag == Flag.IDENTITY_PROVIDER ? placedIdToken(value) : value;
    }

    private static String placedIdToken(String value) {
        JsonObject provider = JsonObject.parse(value);
        return provider.string("id_token_file")
                .map(file -> provider.toBuilder()
                        .put("id_token_file", absolute(file))
                        .build()
                        .toJson())
                .orElse(value);
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static void requireWholePath(String program) throws Misuse {
        Path path = Path.of(program);
        if (path.getNameCount() > 1 && !path.isAbsolute()) {
            throw new Misuse("the host starts the program of " + Flag.HEADER_COMMAND.option()
                    + " in another directory: write its whole path, or a name on the PATH");
        }
    }
}
