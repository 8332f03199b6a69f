package dev.mcpoauth.client.bridge.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The arguments of an entry in a host's configuration: the command line's own, without what is meant for installing. */
final class InstalledArguments {
    private static final Set<Flag> FOR_INSTALLING = EnumSet.of(Flag.NAME, Flag.YES, Flag.DRY_RUN, Flag.HOST_CONFIG);

    /** Those whose value may be a secret, which is not written into a file that others read. */
    private static final Set<Flag> SECRET = EnumSet.of(Flag.HEADER, Flag.STATIC_OAUTH_CLIENT_INFO);

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]+}|^@");

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
            if (SECRET.contains(flag) && !REFERENCE.matcher(value).find()) {
                throw new Misuse("the value of " + flag.option() + " would stand in the host's configuration for"
                        + " everybody to read: name an environment variable in it, ${NAME}, or a file");
            }
            arguments.add(flag.option());
            if (!flag.isSwitch()) {
                arguments.add(value);
            }
        }
    }
}
