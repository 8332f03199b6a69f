package dev.mcpoauth.client;

import dev.mcpoauth.core.Scope;

/**
 * Which scope to ask for: what the challenge names, else what the resource's metadata names, else what was configured,
 * else none at all (MCP authorization, Scope Selection Strategy). What was asked for earlier stays in.
 */
final class ScopeChoice {
    private ScopeChoice() {}

    static Scope choose(Scope challenged, Scope supported, Scope configured, Scope earlier) {
        Scope now = challenged;
        if (now.isEmpty()) {
            now = supported.isEmpty() ? configured : supported;
        }
        return earlier.union(now);
    }
}
