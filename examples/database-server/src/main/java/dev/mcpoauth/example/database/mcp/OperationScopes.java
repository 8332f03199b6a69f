package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.core.Scope;
import java.util.Map;

/**
 * The scope that an operation needs, always complete: who asks for more permission asks for all of it, because a client
 * replaces its token by what it asked for.
 */
public final class OperationScopes {

    /** To look at tables and rows. */
    public static final Scope READ = Scope.of("db:read");

    /** To look, and to change rows. */
    public static final Scope WRITE = Scope.of("db:read", "db:write");

    private static final Map<String, Scope> TOOLS = Map.of(
            CatalogTools.LIST_TABLES.name(), READ,
            CatalogTools.DESCRIBE_TABLE.name(), READ,
            QueryTool.DEFINITION.name(), READ,
            ChangeTool.DEFINITION.name(), WRITE);

    private OperationScopes() {}

    /**
     * The scope for a request of this method, about this tool, resource or prompt. What is not in the table needs the
     * most: a tool that someone adds and forgets here is closed, not open.
     */
    public static Scope required(String method, String name) {
        return method.equals("tools/call") ? TOOLS.getOrDefault(name, WRITE) : READ;
    }
}
