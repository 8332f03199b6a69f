package dev.mcpoauth.example.database.sql;

import static dev.mcpoauth.example.database.sql.Shop.change;
import static dev.mcpoauth.example.database.sql.Shop.query;
import static dev.mcpoauth.example.database.sql.Shop.single;
import static dev.mcpoauth.example.database.sql.Shop.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.example.database.sql.Parameters.Named;
import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import dev.mcpoauth.example.database.sql.Table.ForeignKey;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlDatabaseTest {

    /** Pairs and triples of books: minutes of work. */
    private static final String ENDLESS =
            "select count(*) from book a, book b, book c where a.title > b.title || c.title";

    @TempDir
    static Path directory;

    static SqlDatabase database;

    @BeforeAll
    static void open() throws Exception {
        QueryLimits queries = new QueryLimits(50, Duration.ofMillis(1500), 40, 5_000, 4);
        ChangeLimits changes = new ChangeLimits(3, 20, Duration.ofMillis(800));
        database = SqlDatabase.open(directory, queries, changes);
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
    }

    private static Reason reason(String text, Object... values) {
        return catchThrowableOfType(SqlRefused.class, () -> query(database, text, values))
                .reason();
    }

    @Nested
    class Tables {

        @Test
        void hasAFewThousandRowsInRelatedTables() throws Exception {
            List<TableSummary> tables = database.tables();
            assertThat(tables).extracting(TableSummary::name).contains("BOOK", "AUTHOR", "PURCHASE", "PURCHASE_LINE");
            assertThat(tables.stream().mapToLong(TableSummary::rows).sum()).isBetween(5_000L, 9_000L);
            assertThat(tables).noneMatch(table -> table.description().isEmpty());
        }

        @Test
        void describesColumnsKeysAndRows() throws Exception {
            Table table = database.table("purchase_line").orElseThrow();
            assertThat(table.primaryKey()).containsExactly("PURCHASE_ID", "LINE_NO");
            assertThat(table.foreignKeys())
                    .containsExactlyInAnyOrder(
                            new ForeignKey("PURCHASE_ID", "PURCHASE", "ID"), new ForeignKey("BOOK_ID", "BOOK", "ID"));
            assertThat(table.columns())
                    .extracting(column -> column.name() + " " + column.type() + " " + column.nullable())
                    .contains("UNIT_PRICE DECIMAL(8, 2) false", "QUANTITY INTEGER false");
            assertThat(table.summary().rows()).isPositive();
        }

        @Test
        void knowsNothingOutsideTheShop() throws Exception {
            assertThat(database.table("USERS")).isEmpty();
            assertThat(database.table("book\" union select 1 --")).isEmpty();
        }
    }

    @Nested
    class Queries {

        @Test
        void answersTypedValuesThatJsonCanHold() throws Exception {
            QueryResult result = query(
                    database,
                    "select 1, 9007199254740993, true, 1.50, cast('NaN' as double precision), date '2026-01-02',"
                            + " timestamp with time zone '2026-01-02 03:04:05+00', null, x'00ff', 'ß', 0.5e0");
            assertThat(result.rows().get(0))
                    .containsExactly(
                            Optional.of(1L),
                            Optional.of("9007199254740993"),
                            Optional.of(true),
                            Optional.of("1.50"),
                            Optional.of("NaN"),
                            Optional.of("2026-01-02"),
                            Optional.of("2026-01-02T03:04:05Z"),
                            Optional.empty(),
                            Optional.of("AP8="),
                            Optional.of("ß"),
                            Optional.of("0.5"));
        }

        @Test
        void namesTheColumnsAndTheirTypes() throws Exception {
            assertThat(query(database, "select id, title, price as cost, published from book")
                            .columns())
                    .containsExactly(
                            new Column("ID", "BIGINT"),
                            new Column("TITLE", "CHARACTER VARYING(200)"),
                            new Column("COST", "DECIMAL(8, 2)"),
                            new Column("PUBLISHED", "DATE"));
        }

        @Test
        void bindsValuesByPosition() throws Exception {
            assertThat(single(database, "select ? || ?", "a'; --", "b")).isEqualTo("a'; --b");
            assertThat(single(
                            database,
                            "select count(*) from book where price > ? and published > ?",
                            new BigDecimal("20.5"),
                            "2000-01-01"))
                    .isInstanceOf(Long.class);
        }

        @Test
        void bindsValuesByName() throws Exception {
            Named values = new Named(Map.of("city", Optional.of("Lisbon"), "note", Optional.empty()));
            String text = "select :city, :city || ':city', coalesce(:note, 'none')";
            QueryResult result = database.query(new SqlStatement(text, values), 10, Watch.PATIENT);
            assertThat(result.rows().get(0))
                    .containsExactly(Optional.of("Lisbon"), Optional.of("Lisbon:city"), Optional.of("none"));
        }

        @Test
        void refusesTooFewOrTooManyValues() {
            assertThat(reason("select ?, ?", 1)).isEqualTo(Reason.PARAMETERS);
            assertThat(reason("select 1", 1)).isEqualTo(Reason.PARAMETERS);
            assertThat(reason("select " + "1,".repeat(40_000) + "1")).isEqualTo(Reason.SIZE_LIMIT);
        }

        @Test
        void refusesANameWithoutValueAndAValueWithoutName() {
            for (String text : List.of("select :a, :b", "select 1")) {
                SqlStatement statement = new SqlStatement(text, new Named(Map.of("a", Optional.of(1))));
                assertThatThrownBy(() -> database.query(statement, 1, Watch.PATIENT))
                        .isInstanceOf(SqlRefused.class)
                        .hasMessageContaining("parameter");
            }
        }

        @Test
        void saysWhenThereAreMoreRows() throws Exception {
            QueryResult cut = database.query(sql("select id from book"), 10, Watch.PATIENT);
            assertThat(cut.rows()).hasSize(10);
            assertThat(cut.truncated()).isTrue();
            QueryResult whole = database.query(sql("select id from book where id <= 10"), 10, Watch.PATIENT);
            assertThat(whole.rows()).hasSize(10);
            assertThat(whole.truncated()).isFalse();
        }

        @Test
        void holdsTheRowLimitOfTheServer() throws Exception {
            assertThat(database.query(sql("select id from book"), 1_000_000, Watch.PATIENT)
                            .rows())
                    .hasSize(50);
        }

        @Test
        void cutsLongValuesAndLargeResults() throws Exception {
            QueryResult cell = query(database, "select repeat('x', 1000)");
            assertThat(cell.rows().get(0).get(0)).contains("x".repeat(40) + "…");
            assertThat(cell.truncated()).isTrue();
            String wide = "select " + "repeat('x', 40), ".repeat(10) + "id from book";
            assertThat(query(database, wide).rows()).hasSizeBetween(10, 20);
        }

        @Test
        void stopsAtTheTimeLimit() {
            assertThat(reason(ENDLESS)).isEqualTo(Reason.TIME_LIMIT);
        }

        @Test
        void stopsALazyResultAtTheTimeLimit() {
            String never = "select a.id from book a, book b, book c where a.title || b.title = c.title || 'x'";
            assertThat(reason(never)).isEqualTo(Reason.TIME_LIMIT);
        }

        @Test
        void answersInTimeEvenIfTheEngineCannotBeInterrupted() {
            String backtracking = "select regexp_like(repeat('a', 60), '(a*)*(a*)*\\1\\2b')";
            assertThat(reason(backtracking)).isEqualTo(Reason.TIME_LIMIT);
        }

        @Test
        void refusesAStatementThatIsNestedTooDeeply() throws Exception {
            for (String open : List.of("(", "abs(")) {
                String deep = "select " + open.repeat(10_000) + "1" + ")".repeat(10_000);
                assertThat(reason(deep)).isEqualTo(Reason.SIZE_LIMIT);
            }
            assertThat(single(database, "select count(*) from book")).isEqualTo(600L);
        }

        @Test
        void refusesANumberThatTheEngineWouldWriteOut() {
            for (String number : List.of("1e200000000", "1e-200000000")) {
                assertThat(reason("select ? + 1", new BigDecimal(number))).isEqualTo(Reason.SIZE_LIMIT);
            }
        }

        @Test
        void reportsProgressAndStopsWhenTheCallerGaveUp() {
            List<Progress> seen = new ArrayList<>();
            AtomicBoolean enough = new AtomicBoolean();
            Watch watch = new Watch() {
                @Override
                public boolean gaveUp() {
                    return enough.get();
                }

                @Override
                public void running(Progress progress) {
                    seen.add(progress);
                    enough.set(true);
                }
            };
            assertThatThrownBy(() -> database.query(sql(ENDLESS), 1, watch))
                    .isInstanceOfSatisfying(
                            SqlRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
            assertThat(seen).hasSize(1);
            assertThat(seen.get(0).elapsed()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1400));
        }

        @Test
        void survivesAQueryThatWantsAllMemory() throws Exception {
            String huge = "select length(listagg(repeat(title, 4000), '')) from book, system_range(1, 1000)";
            assertThat(reason(huge)).isIn(Reason.MEMORY_LIMIT, Reason.TIME_LIMIT);
            assertThat(reason("select length(repeat('ab', 1000000000))")).isEqualTo(Reason.MEMORY_LIMIT);
            assertThat(single(database, "select count(*) from book")).isEqualTo(600L);
        }
    }

    @Nested
    class Changes {

        @Test
        void takesEffectTogetherAndCounts() throws Exception {
            ChangeResult result = change(
                    database,
                    sql("update book set stock = 7 where id in (?, ?)", 10, 11),
                    sql("insert into publisher (name, city, country) values (?, ?, ?)", "New Press", "Oslo", "NO"),
                    sql("delete from review where id = 3;"));
            assertThat(result.affectedRows()).containsExactly(2L, 1L, 1L);
            assertThat(result.total()).isEqualTo(4);
            assertThat(single(database, "select stock from book where id = 10")).isEqualTo(7L);
        }

        @Test
        void takesNoEffectIfOneStatementFails() throws Exception {
            assertThatThrownBy(() -> change(
                            database,
                            sql("update book set stock = 8 where id = 12"),
                            sql("update book set stock = -1 where id = 13")))
                    .isInstanceOf(SqlRefused.class)
                    .hasMessageContaining("SQLSTATE 23513");
            assertThat(single(database, "select count(*) from book where id = 12 and stock = 8"))
                    .isEqualTo(0L);
        }

        @Test
        void takesNoEffectBeyondTheRowLimit() throws Exception {
            SqlRefused refused = catchThrowableOfType(
                    SqlRefused.class, () -> change(database, sql("update book set blurb = 'all'")));
            assertThat(refused.reason()).isEqualTo(Reason.SIZE_LIMIT);
            assertThat(single(database, "select count(*) from book where blurb = 'all'"))
                    .isEqualTo(0L);
        }

        @Test
        void takesNoEffectBeyondTheTimeLimit() throws Exception {
            String slow = "update book set blurb = 'slow' where id = 20 and (" + ENDLESS + ") >= 0";
            SqlRefused refused = catchThrowableOfType(SqlRefused.class, () -> change(database, sql(slow)));
            assertThat(refused.reason()).isEqualTo(Reason.TIME_LIMIT);
            assertThat(single(database, "select count(*) from book where blurb = 'slow'"))
                    .isEqualTo(0L);
        }

        @Test
        void holdsTheStatementLimit() {
            SqlStatement one = sql("delete from review where id = -1");
            for (List<SqlStatement> statements : List.of(List.<SqlStatement>of(), List.of(one, one, one, one))) {
                assertThatThrownBy(() -> database.change(statements, Watch.PATIENT))
                        .isInstanceOf(SqlRefused.class)
                        .hasMessage("a change has 1 to 3 statements");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "select 1",
                    "commit",
                    "rollback",
                    "set autocommit true",
                    "set password 'known'",
                    "execute immediate 'commit'",
                    "truncate table review",
                    "drop table review",
                    "alter table book add x int",
                    "create local temporary table t (a int)",
                    "call 1",
                    "select * from final table (update book set stock = 0)",
                    "delete from review where id = -1; commit",
                    "delete from review where id = -1; set password 'known'",
                    "grant select on schema shop to writer",
                    "shutdown",
                    "script",
                    "runscript from 'x'",
                    "",
                })
        void runsNothingButRowChanges(String text) {
            SqlRefused refused = catchThrowableOfType(SqlRefused.class, () -> change(database, sql(text)));
            assertThat(refused.reason()).isIn(Reason.NOT_A_ROW_CHANGE, Reason.SQL_ERROR);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "insert into book (title) select file_read('/etc/passwd')",
                    "update customer set note = file_read('/etc/passwd', 'UTF-8') where id = 1",
                    "update customer set note = (select file_write('x', 'x')) where id = 1",
                    "delete from information_schema.users",
                    "insert into information_schema.settings values ('a', 'b')",
                    "insert into publisher (name, city, country) select * from csvread('/etc/passwd')",
                })
        void hasNoRightsBeyondTheRowsOfTheShop(String text) {
            SqlRefused refused = catchThrowableOfType(SqlRefused.class, () -> change(database, sql(text)));
            assertThat(refused.reason()).isEqualTo(Reason.SQL_ERROR);
        }
    }

    @Nested
    class Starts {

        @Test
        void keepsChangesOverARestart(@TempDir Path own) throws Exception {
            try (SqlDatabase first = SqlDatabase.open(own, QueryLimits.DEFAULT, ChangeLimits.DEFAULT)) {
                change(first, sql("update book set stock = 41 where id = 1"));
            }
            try (SqlDatabase second = SqlDatabase.open(own, QueryLimits.DEFAULT, ChangeLimits.DEFAULT)) {
                assertThat(single(second, "select stock from book where id = 1"))
                        .isEqualTo(41L);
            }
        }

        @Test
        void makesTheSameDataEverywhere(@TempDir Path own) throws Exception {
            String sums = "select sum(ora_hash(title || price || isbn)), sum(pages) from book where id > 100";
            try (SqlDatabase other = SqlDatabase.open(own, QueryLimits.DEFAULT, ChangeLimits.DEFAULT)) {
                assertThat(query(other, sums)).isEqualTo(query(database, sums));
            }
        }

        @Test
        void refusesADirectoryThatIsAFile(@TempDir Path own) throws Exception {
            Path file = java.nio.file.Files.createFile(own.resolve("file"));
            assertThatThrownBy(() -> SqlDatabase.open(file, QueryLimits.DEFAULT, ChangeLimits.DEFAULT))
                    .isInstanceOfAny(java.io.UncheckedIOException.class, SQLException.class);
        }
    }
}
