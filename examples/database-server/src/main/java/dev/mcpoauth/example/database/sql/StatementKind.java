package dev.mcpoauth.example.database.sql;

/** What a statement does, as far as it matters here. */
enum StatementKind {
    /** One query that writes nothing, locks nothing and calls nothing with an effect. */
    READ_ONLY_QUERY,
    /** One INSERT, UPDATE, DELETE or MERGE. */
    ROW_CHANGE,
    /** Anything else: definitions, settings, transaction control, calls with an effect. */
    OTHER
}
