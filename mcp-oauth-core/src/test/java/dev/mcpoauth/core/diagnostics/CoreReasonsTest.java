package dev.mcpoauth.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CoreReasonsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reasons.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## core$(.*?)(?=^## |\\z)");
    private static final Pattern LINE = Pattern.compile("(?m)^\\| `([^`]+)` (\\|[^|\\n]*[^|\\s][^|\\n]*){4}\\|$");

    @Test
    void everyReasonHasOneCompleteLineInTheDocument() throws IOException {
        assertThat(documented()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(catalog());
    }

    @Test
    void idsAreUnique() throws IOException {
        assertThat(catalog()).isNotEmpty().doesNotHaveDuplicates();
    }

    private static List<String> documented() throws IOException {
        String section = SECTION.matcher(Files.readString(DOCUMENT))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        return LINE.matcher(section)
                .results()
                .map((MatchResult line) -> line.group(1))
                .toList();
    }

    private static List<String> catalog() {
        return Arrays.stream(CoreReasons.class.getFields())
                .map(field -> {
                    try {
                        return ((Reason) field.get(null)).id();
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
