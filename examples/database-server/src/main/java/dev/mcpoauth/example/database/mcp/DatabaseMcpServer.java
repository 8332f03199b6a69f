package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.sql.SqlRefused;
import dev.mcpoauth.transport.server.McpServer;

/** Puts the parts of the MCP server together. */
public final class DatabaseMcpServer {

    static final String TABLES = "bookshop://tables/";

    private static final String INSTRUCTIONS = """
            The database of a bookshop: catalogue, customers, orders and reviews. Look at list_tables and describe_table \
            first. query runs one SELECT (H2 dialect) with parameters; it cannot write. change runs INSERT, UPDATE, \
            DELETE or MERGE statements as one transaction.""";

    private DatabaseMcpServer() {}

    /**
     * What the database offers, on this builder.
     *
     * @throws SqlRefused if the tables cannot be listed
     */
    public static McpServer.Builder offer(McpServer.Builder server, SqlDatabase database)
            throws SqlRefused, InterruptedException {
        server.title("Bookshop database").instructions(INSTRUCTIONS);
        CatalogTools catalog = new CatalogTools(database);
        server.tool(CatalogTools.LIST_TABLES, catalog::list);
        server.tool(CatalogTools.DESCRIBE_TABLE, catalog::describe);
        server.tool(QueryTool.DEFINITION, new QueryTool(database));
        server.tool(ChangeTool.DEFINITION, new ChangeTool(database));
        new TableResources(database).offer(server);
        return server.prompt(ReportPrompt.DEFINITION, new ReportPrompt(database));
    }
}
