package dev.mcpoauth.example.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedMarksTest {

    @Test
    void putsAQuestionMarkForEachName() {
        NamedMarks marks = NamedMarks.in("select :a, x from t where b=:b_2 and c in (:a,:C)");
        assertThat(marks.sql()).isEqualTo("select ?, x from t where b=? and c in (?,?)");
        assertThat(marks.names()).isEqualTo(List.of("a", "b_2", "a", "C"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ':a'",
                "select 'it''s :a'",
                "select \":a\" from t",
                "select `:a`",
                "select $$ :a $$",
                "select 1 -- :a",
                "select 1 // :a",
                "select 1 /* :a\n :b */",
                "select '1'::int",
                "select time '10:20:30'",
                "select :1",
                "select 1 : 2",
                "select 'unfinished :a",
            })
    void leavesAColonThatIsNoMark(String sql) {
        NamedMarks marks = NamedMarks.in(sql);
        if (!sql.contains("unfinished")) assertThat(marks.names()).isEmpty();
        assertThat(marks.sql().replace("?", ":a")).isEqualTo(sql);
    }

    @Test
    void findsMarksBetweenWhatItSkips() {
        NamedMarks marks = NamedMarks.in("select ':x', :a /* :y */, \":z\" -- :n\n, :b");
        assertThat(marks.names()).containsExactly("a", "b");
    }
}
