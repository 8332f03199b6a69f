/**
 * The bookshop database: its data, what may be asked of it, and within which limits. Nothing here knows of MCP, OAuth or
 * HTTP.
 *
 * <p>That a query cannot write is the work of the database engine, never of a look at the SQL text. A query runs as a
 * user who holds {@code SELECT} and nothing else, and only if the engine's own compiler calls the statement one
 * read-only query; see {@link dev.mcpoauth.example.database.sql.Connections} and
 * {@link dev.mcpoauth.example.database.sql.Compiled}.
 */
@NullMarked
package dev.mcpoauth.example.database.sql;

import org.jspecify.annotations.NullMarked;
