package dev.mcpoauth.transport.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsDocumentTest {

    private static final Path REASONS = Path.of("..", "docs", "reasons.md");

    @Test
    void documentsEveryReasonOnceAndNoOther() throws IOException {
        List<String> documented = section().stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Refusal.values()).map(Refusal::id).toList());
    }

    @Test
    void saysForEachWhatThePeerSees() throws IOException {
        for (Refusal refusal : Refusal.values()) {
            assertThat(section().stream()
                            .filter(line -> line.startsWith("| `" + refusal.id() + "`"))
                            .findFirst()
                            .orElseThrow())
                    .contains("`" + refusal.code() + "`");
        }
    }

    private static List<String> section() throws IOException {
        List<String> lines = Files.readAllLines(REASONS);
        int start = lines.indexOf("## transport");
        assertThat(start).isNotNegative();
        List<String> rest = lines.subList(start + 1, lines.size());
        return rest.stream().takeWhile(line -> !line.startsWith("## ")).toList();
    }
}
