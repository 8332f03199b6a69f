package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.Parameters;
import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.sql.SqlRefused;
import dev.mcpoauth.example.database.sql.SqlStatement;
import dev.mcpoauth.example.database.sql.Table;
import dev.mcpoauth.example.database.sql.TableSummary;
import dev.mcpoauth.example.database.sql.Watch;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ResourceRequest;
import dev.mcpoauth.transport.server.ResourceTemplateDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Each table as a resource: its definition, and its first rows. */
final class TableResources {

    private static final String JSON = "application/json";
    private static final int SAMPLE_ROWS = 20;
    private static final ResourceTemplateDefinition TEMPLATE = ResourceTemplateDefinition.builder(
                    DatabaseMcpServer.TABLES + "{table}", "table")
            .title("A table")
            .description("The definition and the first rows of a table, by its name in any case.")
            .mimeType(JSON)
            .build();

    private final SqlDatabase database;

    TableResources(SqlDatabase database) {
        this.database = database;
    }

    void offer(McpServer.Builder server) throws SqlRefused, InterruptedException {
        for (TableSummary table : database.tables()) {
            String name = table.name().toLowerCase(Locale.ROOT);
            ResourceDefinition definition = ResourceDefinition.builder(DatabaseMcpServer.TABLES + name, name)
                    .description(table.description())
                    .mimeType(JSON)
                    .build();
            server.resource(definition, (request, call) -> read(request.uri(), name));
        }
        server.resourceTemplate(TEMPLATE, this::readAny);
    }

    private List<ResourceContents> readAny(ResourceRequest request, CallContext call) throws Exception {
        return read(request.uri(), request.variables().getOrDefault("table", ""));
    }

    private List<ResourceContents> read(String uri, String name) throws SqlRefused, InterruptedException {
        Optional<Table> table = database.table(name);
        if (table.isEmpty()) return List.of();
        return List.of(ResourceContents.text(uri, JSON, contents(table.get()).toString()));
    }

    private Json contents(Table table) throws SqlRefused, InterruptedException {
        // The name comes from the catalogue, and the reader can only read whatever it says.
        SqlStatement first = new SqlStatement("table shop.\"" + table.summary().name() + "\"", Parameters.NONE);
        return Shapes.table(table).with("sample", Shapes.rows(database.query(first, SAMPLE_ROWS, Watch.PATIENT)));
    }
}
