/**
 * The store on a relational database, through {@code java.sql} and any {@link javax.sql.DataSource}.
 *
 * <p>Belongs here: SQL, its dialects and the schema. Every transition is one conditional {@code UPDATE} or {@code DELETE}
 * whose row count says who won. Does not belong here: connection pools, rules of OAuth.
 */
@NullMarked
package dev.mcpoauth.server.store.jdbc;

import org.jspecify.annotations.NullMarked;
