package dev.mcpoauth.example.database.cli;

import dev.mcpoauth.example.database.sql.ChangeLimits;
import dev.mcpoauth.example.database.sql.QueryLimits;
import java.time.Duration;
import java.util.List;

/** The limits of queries and changes, one by one. */
final class SqlLimits {

    private int queryRows = QueryLimits.DEFAULT.rows();
    private Duration queryTime = QueryLimits.DEFAULT.time();
    private int cellCharacters = QueryLimits.DEFAULT.cellCharacters();
    private int resultCharacters = QueryLimits.DEFAULT.resultCharacters();
    private int concurrent = QueryLimits.DEFAULT.concurrent();
    private int changeStatements = ChangeLimits.DEFAULT.statements();
    private int changeRows = ChangeLimits.DEFAULT.rows();
    private Duration changeTime = ChangeLimits.DEFAULT.time();

    Section section() {
        return new Section(
                "Queries and changes",
                List.of(
                        Setting.count("--query-rows", "Most rows of an answer (1000).", n -> queryRows = n),
                        Setting.duration("--query-time", "How long a query may run (30s).", t -> queryTime = t),
                        Setting.count(
                                "--query-cell-characters",
                                "Most characters of one value; the rest is cut (10000).",
                                n -> cellCharacters = n),
                        Setting.count(
                                "--query-result-characters",
                                "Most characters of an answer (1000000).",
                                n -> resultCharacters = n),
                        Setting.count(
                                "--query-concurrency",
                                "How many queries and changes run at once (8).",
                                n -> concurrent = n),
                        Setting.count(
                                "--change-statements",
                                "Most statements of a transaction (20).",
                                n -> changeStatements = n),
                        Setting.count(
                                "--change-rows", "Most rows a transaction may change (1000).", n -> changeRows = n),
                        Setting.duration(
                                "--change-time", "How long a transaction may take (10s).", t -> changeTime = t)));
    }

    QueryLimits queries() {
        return new QueryLimits(queryRows, queryTime, cellCharacters, resultCharacters, concurrent);
    }

    ChangeLimits changes() {
        return new ChangeLimits(changeStatements, changeRows, changeTime);
    }
}
