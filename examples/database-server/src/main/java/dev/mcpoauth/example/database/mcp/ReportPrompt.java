package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.sql.TableSummary;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptHandler;
import dev.mcpoauth.transport.server.PromptResult;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks for a short report on a question, with the tables at hand. */
final class ReportPrompt implements PromptHandler {

    static final PromptDefinition DEFINITION = PromptDefinition.builder("report")
            .title("Report")
            .description("A short report from the bookshop's data on a question of yours.")
            .required("question", "What you want to know, such as: which publishers sell best in winter?")
            .build();

    private final SqlDatabase database;

    ReportPrompt(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public PromptResult get(Map<String, String> arguments, CallContext call) throws Exception {
        String tables = database.tables().stream().map(ReportPrompt::line).collect(Collectors.joining("\n"));
        return PromptResult.user("""
                Answer this question from the bookshop database: %s

                The tables are:
                %s

                Use describe_table before you query a table, and query with parameters for values. Change nothing. \
                Answer in a few sentences, then show the SQL you used.""".formatted(arguments.getOrDefault("question", ""), tables));
    }

    private static String line(TableSummary table) {
        return "- " + table.name() + " (" + table.rows() + " rows): " + table.description();
    }
}
