package dev.mcpoauth.example.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A query cannot write, leave the database or look behind it")
class ReadOnlyTest {

    @TempDir
    static Path directory;

    @TempDir
    static Path other;

    static SqlDatabase database;
    static String before;

    @BeforeAll
    static void open() throws Exception {
        database = SqlDatabase.open(directory, QueryLimits.DEFAULT, ChangeLimits.DEFAULT);
        Shop.change(database, Shop.sql("update book set blurb = 'marked' where id = 1"));
        before = fingerprint();
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
    }

    @AfterEach
    void nothingHappened() throws Exception {
        assertThat(fingerprint()).isEqualTo(before);
        // Names of directory entries: a written, dumped or linked file would be a new one.
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.startsWith("bookshop."), "a file of the database");
        }
    }

    /** Content of every table, and the definitions around it. */
    private static String fingerprint() throws Exception {
        TreeMap<String, Object> parts = new TreeMap<>();
        for (TableSummary table : database.tables()) {
            parts.put(table.name(), table.rows());
        }
        parts.put("columns", Shop.query(database, "select count(*) from information_schema.columns"));
        parts.put(
                "books",
                Shop.query(database, "select sum(ora_hash(title || coalesce(blurb, '') || stock || price)) from book"));
        parts.put("users", Shop.query(database, "select count(*) from information_schema.users"));
        return parts.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into book_author values (1, 170, 9)",
                "update book set stock = 0",
                "delete from review",
                "truncate table review",
                "merge into book_author key (book_id, author_id) values (1, 170, 9)",
                "select * from final table (insert into book_author values (1, 170, 9))",
                "select * from final table (update book set stock = 0)",
                "select * from old table (delete from review)",
                "with x as (select 1) delete from review",
                "explain analyze delete from review",
                "explain analyze select * from final table (delete from review)",
                "execute immediate 'delete from review'",
                "select 1; delete from review",
                "select 1; set password 'known'",
                "select 1; create local temporary table t (a int)",
                "select 1; set query_timeout 0; select 2",
                "/* select */ delete from review",
                "create table t (a int)",
                "create table shop.t as select * from book",
                "create local temporary table t (a int)",
                "create global temporary table t (a int)",
                "create view v as select 1",
                "create index i on book (title)",
                "create schema s",
                "create sequence s",
                "create user u password 'x'",
                "create role r",
                "create alias a for 'java.lang.System.exit'",
                "create alias a as 'void x() { System.exit(1); }'",
                "create trigger t before insert on book call 'X'",
                "create aggregate a for 'X'",
                "create linked table l ('', 'jdbc:h2:mem:', '', '', 'X')",
                "create constant c value 1",
                "create domain d as int",
                "create synonym s for book",
                "create materialized view m as select 1",
                "drop table review",
                "drop all objects",
                "drop schema shop cascade",
                "alter table book add x int",
                "alter table book alter column id restart with 1",
                "alter user reader admin true",
                "alter user reader set password 'known'",
                "alter user owner set password 'known'",
                "set password 'known'",
                "grant all on schema shop to reader",
                "comment on table book is 'x'",
                "analyze",
                "set @x = 1",
                "select set(@x, 1)",
                "set schema information_schema",
                "set schema_search_path information_schema",
                "set query_timeout 0",
                "set lock_timeout 100000",
                "set throttle 1000",
                "set exclusive 1",
                "set mode mysql",
                "set db_close_delay 0",
                "set write_delay 10000",
                "set trace_level_file 3",
                "set builtin_alias_override false",
                "set non_keywords value",
                "set time zone '1'",
                "commit",
                "rollback",
                "savepoint s",
                "prepare commit x",
                "begin",
                "shutdown",
                "shutdown immediately",
                "checkpoint",
                "backup to 'x.zip'",
                "script",
                "script to 'x.sql'",
                "runscript from 'x.sql'",
                "call csvwrite('x.csv', 'select 1')",
                "select csvwrite('x.csv', 'select 1')",
                "select file_write('x', 'x.txt')",
                "select file_read('/etc/passwd')",
                "select * from csvread('/etc/passwd')",
                "select * from link_schema('x', '', 'jdbc:h2:mem:', '', '', 'PUBLIC')",
                "call \"java.lang.System\".getProperty('user.dir')",
                "select \"java.lang.System\".\"getProperty\"('user.dir')",
                "select memory_free()",
                "select memory_used()",
                "select cancel_session(1)",
                "select abort_session(1)",
                "select db_object_sql('USER', 'READER')",
                "select * from book for update",
                "select next value for shop.system_sequence_1",
                "call csvread('/etc/passwd')",
                "",
                ";",
                "-- nothing",
            })
    void refuses(String sql) throws Exception {
        SqlRefused refused = catchThrowableOfType(SqlRefused.class, () -> Shop.query(database, sql));
        assertThat(refused.reason()).isIn(Reason.NOT_A_READ_ONLY_QUERY, Reason.SQL_ERROR);
        assertThat(refused.getMessage()).doesNotContain("org.h2", "dev.mcpoauth", directory.toString(), "Exception");
    }

    @ParameterizedTest
    @DisplayName("Without the check of the compiler the rights of the user still hold")
    @ValueSource(
            strings = {
                "insert into book_author values (1, 170, 9)",
                "update book set stock = 0",
                "delete from review",
                "select * from old table (delete from review)",
                "execute immediate 'delete from review'",
                "select 1; delete from review",
                "drop table review",
                "create table shop.t (a int)",
                "create table public.t (a int)",
                "create alias a for 'java.lang.System.exit'",
                "runscript from 'x.sql'",
                "script to 'x.sql'",
                "call csvwrite('x.csv', 'select 1')",
                "select file_read('/etc/passwd')",
                "alter user reader admin true",
                "shutdown",
            })
    void hasNoRightTo(String sql) throws Exception {
        try (Connections connections = Connections.open(other);
                Connection reader = connections.reader()) {
            assertThatThrownBy(() -> runToTheEnd(reader, sql))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isIn("90040", "90096");
        }
    }

    private static void runToTheEnd(Connection reader, String sql) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            if (!statement.execute(sql)) return;
            // Results are lazy: the work happens while they are fetched.
            ResultSet rows = statement.getResultSet();
            while (rows.next()) rows.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from book",
                "select * from book -- trailing",
                " /* leading */ select title from book where id = 1; ",
                "with recursive t (n) as (values 1 union all select n + 1 from t where n < 5) select * from t",
                "values (1, 'a')",
                "table publisher",
                "explain select * from book",
                "(select id from book) union all (select id from author) order by 1",
                "select count(*) over (partition by language), title from book",
                "select table_name from information_schema.tables",
                "select * from system_range(1, 3)",
                "select upper('ß'), regexp_replace('abc', 'b', 'x'), current_timestamp",
            })
    void allowsToRead(String sql) throws Exception {
        assertThat(Shop.query(database, sql).rows()).isNotEmpty();
    }

    @Test
    void tellsNoPathOfTheDatabase() throws Exception {
        assertThat(Shop.single(database, "select database_path()").toString()).matches("data:/\\d+/bookshop");
    }

    @Test
    void showsNoPasswordHashOrPathInTheCatalogue() throws Exception {
        Set<String> secrets =
                Set.of(directory.toString(), directory.getFileName().toString(), "hash", "salt", ".mv.db");
        String tables = "select table_name from information_schema.tables where table_schema = 'INFORMATION_SCHEMA'";
        for (List<?> row : Shop.query(database, tables).rows()) {
            String table = row.get(0).toString().replaceAll("Optional\\[(.*)]", "$1");
            // Words of column names and types are not content.
            if (Set.of("COLUMNS", "IN_DOUBT").contains(table)) continue;
            assertThat(Shop.query(database, "select * from information_schema." + table)
                            .rows()
                            .toString()
                            .toLowerCase())
                    .as(table)
                    .doesNotContain(secrets);
        }
    }

    @Test
    void holdsNoLockAfterANestedForUpdate() throws Exception {
        Shop.query(database, "select * from (select * from review for update)");
        ChangeResult change = Shop.change(database, Shop.sql("update review set stars = stars where id = 1"));
        assertThat(change.affectedRows()).containsExactly(1L);
    }
}
