package dev.mcpoauth.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("traceparent (W3C Trace Context §3.2)")
class TraceParentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @Test
    void isWrittenAsItIsRead() {
        TraceParent written = TraceParent.generate(new Random(7));

        assertThat(written.header()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(TraceParent.parse(List.of(written.header()))).contains(written);
        assertThat(TraceParent.generate(new Random(8))).isNotEqualTo(written);
    }

    @Test
    void isNeverAllZero() {
        RandomGenerator zeros = () -> 0L;

        assertThat(TraceParent.generate(zeros).traceId()).matches("(0{15}1){2}");
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceParent("0".repeat(32), PARENT));
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceParent(TRACE, "0".repeat(16)));
    }

    @ParameterizedTest
    @CsvSource({
        "00-" + TRACE + "-" + PARENT + "-00,               true",
        "00-" + TRACE + "-" + PARENT + "-01,               true",
        "cc-" + TRACE + "-" + PARENT + "-01,               true",
        "cc-" + TRACE + "-" + PARENT + "-01-what-comes,    true",
        "00-" + TRACE + "-" + PARENT + "-01-what-comes,    false",
        "cc-" + TRACE + "-" + PARENT + "-01.what-comes,    false",
        "ff-" + TRACE + "-" + PARENT + "-01,               false",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01, false",
        "00-00000000000000000000000000000000-" + PARENT + "-01, false",
        "00-" + TRACE + "-0000000000000000-01,             false",
        "00-" + TRACE + "-01,                              false",
        "00-" + TRACE + "-" + PARENT + "-1,                false",
        "0-" + TRACE + "-" + PARENT + "-01,                false",
        "'',                                               false"
    })
    void isReadByTheGrammar(String header, boolean valid) {
        assertThat(TraceParent.parse(List.of(header)).map(TraceParent::traceId))
                .isEqualTo(valid ? Optional.of(TRACE) : Optional.empty());
    }

    @Test
    void isNoneIfThereAreNoneOrTwo() {
        String header = new TraceParent(TRACE, PARENT).header();

        assertThat(TraceParent.parse(List.of())).isEmpty();
        assertThat(TraceParent.parse(List.of(header, header))).isEmpty();
    }
}
