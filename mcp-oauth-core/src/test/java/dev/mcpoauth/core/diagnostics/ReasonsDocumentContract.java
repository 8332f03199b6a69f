package dev.mcpoauth.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A catalog of reason ids and its section of {@code docs/reasons.md} say the same. Extended once per catalog. */
public abstract class ReasonsDocumentContract {
    private static final Path DOCUMENT = Path.of("..", "docs", "reasons.md");
    private static final Pattern LINE = Pattern.compile("(?m)^\\| `([^`]+)` (\\|[^|\\n]*[^|\\s][^|\\n]*){4}\\|$");

    private final Pattern section;
    private final Class<?> catalog;

    /**
     * Binds a section to its catalog.
     *
     * @param section the text of the section's heading
     * @param catalog a class with one public constant for each reason
     */
    protected ReasonsDocumentContract(String section, Class<?> catalog) {
        this.section = Pattern.compile("(?ms)^## " + Pattern.quote(section) + "$(.*?)(?=^## |\\z)");
        this.catalog = catalog;
    }

    @Test
    void everyReasonHasOneCompleteLineInTheDocument() throws IOException {
        assertThat(documented()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids());
    }

    @Test
    void idsAreUnique() {
        assertThat(ids()).isNotEmpty().doesNotHaveDuplicates();
    }

    private List<String> documented() throws IOException {
        String text = section.matcher(Files.readString(DOCUMENT))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        return LINE.matcher(text).results().map(line -> line.group(1)).toList();
    }

    private List<String> ids() {
        return ReasonCatalog.of(catalog).stream().map(Reason::id).toList();
    }
}
