package dev.mcpoauth.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/doctor.md says is what the code says, and its code compiles. */
class DoctorDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "doctor.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `doctor\\..*\\|$");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(?:ok|warn|FAIL|-) +(doctor\\.\\S+) +(\\S.*?)  ");

    private static final String FRAME = """
            import dev.mcpoauth.client.doctor.*;
            import dev.mcpoauth.client.store.*;
            import java.net.*;
            import java.nio.file.*;

            class Snippet {
                static final org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger("doctor");

                static void run(Path directory) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    private static String row(Rule rule) {
        String reasons =
                rule.reasons().stream().map(reason -> "`" + reason.id() + "`").collect(Collectors.joining(" "));
        return "| `" + rule.id() + "` | " + String.join(" | ", rule.checks(), rule.section(), rule.remedy(), reasons)
                + " |";
    }

    @Test
    void hasOneRowForEachRule() throws IOException {
        List<String> documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(
                        Doctor.rules().stream().map(DoctorDocumentTest::row).toList());
    }

    @Test
    void idsAreUniqueAndReasonsAreOfTheCatalog() {
        assertThat(Doctor.rules()).extracting(Rule::id).doesNotHaveDuplicates();
        List<Object> catalog = Arrays.stream(ClientReasons.class.getFields())
                .map(field -> {
                    try {
                        return field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(Doctor.rules().stream().flatMap(rule -> rule.reasons().stream()))
                .isNotEmpty()
                .allMatch(catalog::contains);
    }

    @Test
    void theSampleNamesRulesAndTheirSections() throws IOException {
        List<String> sample = SAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(sample).hasSizeGreaterThan(5);
        assertThat(Doctor.rules().stream().map(rule -> rule.id() + " " + rule.section()))
                .containsAll(sample);
    }

    @Test
    void theSampleShowsTheAdviceOfItsRule() throws IOException {
        Rule rule = Doctor.rules().stream()
                .filter(found -> found.id().equals("doctor.resource.match"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(DOCUMENT))
                .contains("      Expected: " + rule.checks() + ".\n      Remedy: " + rule.remedy() + "\n      Reason: "
                        + rule.reasons().stream().map(Reason::id).collect(Collectors.joining(", ")) + "\n");
    }

    @Test
    void theCodeCompiles() throws IOException {
        String code = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        Path source = Files.writeString(scratch.resolve("Snippet.java"), FRAME.formatted(code));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", scratch.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as("%s%n%s", code, complaints).isTrue();
        }
    }
}
