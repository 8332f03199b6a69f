package dev.mcpoauth.client.bridge.cli;

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
                arguments.add(value);
            }
        }
    }
}
