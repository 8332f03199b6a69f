package dev.mcpoauth.client;

import dev.mcpoauth.core.Scope;
import java.util.List;

/**
 * Which scope to ask for: what the challenge names, else what the resource's metadata names, else what was configured,
 * else none at all (MCP authorization, Scope Selection Strategy). What was asked for earlier stays in.
 */
final class ScopeChoice {
    private static final String OFFLINE = "offline_access";

    private ScopeChoice() {}

    static Scope choose(Scope challenged, Scope supported, Scope configured, Scope earlier) {
        Scope now = challenged;
        if (now.isEmpty()) {
            now = supported.isEmpty() ? configured : supported;
        }
        return earlier.union(now);
    }

    /**
     * Asks for refresh tokens where the authorization server lists the scope for it, and never where it does not. A scope
     * that is left to the server stays so: naming this one alone would ask for nothing else.
     */
    static Scope withOfflineAccess(Scope scope, List<String> supportedByServer) {
        boolean lists = supportedByServer.contains(OFFLINE);
        return lists && !scope.isEmpty() ? scope.union(Scope.of(OFFLINE)) : scope;
    }
}
