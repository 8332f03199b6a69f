package dev.mcpoauth.core.store.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/stores.md shows of the example is what is tested. */
class WorkedExampleDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "stores.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/mcpoauth/core/store/example");
    private static final Pattern PART = Pattern.compile("(?ms)^<!-- (\\w+\\.java) -->\\n```java\\n(.*?)^```$");

    @Test
    void everyBlockIsAPartOfItsFile() throws IOException {
        List<MatchResult> parts =
                PART.matcher(Files.readString(DOCUMENT)).results().toList();
        assertThat(parts).hasSizeGreaterThan(3);
        for (MatchResult part : parts) {
            assertThat(Files.readString(SOURCES.resolve(part.group(1)))).contains(part.group(2));
        }
    }
}
