package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.server.settings.Tolerance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/security.md and the specification table of the README name exists. Whether they say the truth is for people. */
class SecurityDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final List<Path> MODULES = Stream.of(
                    "mcp-oauth-core",
                    "mcp-oauth-server",
                    "mcp-oauth-client",
                    "mcp-oauth-micrometer",
                    "mcp-transport-sse")
            .map(ROOT::resolve)
            .toList();
    private static final List<Path> TESTS = Stream.concat(
                    MODULES.stream(),
                    Stream.of("database-server", "conformance").map(ROOT.resolve("examples")::resolve))
            .flatMap(module -> sources(module.resolve("src/test/java")))
            .toList();
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");
    private static final Pattern OPT_OUT = Pattern.compile("public [\\w.]+ (dangerously\\w+)\\(");

    private static Stream<Path> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of the rows of those tables whose first line begins like this. */
    private static List<List<String>> rows(Path document, String header) {
        List<String> lines = read(document).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith(header))
                .boxed()
                .flatMap(i -> lines.stream().skip(i + 2L).takeWhile(line -> line.startsWith("|")))
                .map(SecurityDocumentTest::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static List<List<String>> threats() {
        return rows(ROOT.resolve("docs/security.md"), "| section | threat |");
    }

    private static List<List<String>> optOuts() {
        return rows(ROOT.resolve("docs/security.md"), "| option |");
    }

    private static List<List<String>> specifications() {
        return rows(ROOT.resolve("README.md"), "| specification |");
    }

    @Test
    void namesNoTestThatIsNone() {
        String named = read(ROOT.resolve("docs/security.md")) + specifications();
        List<String> missing = TEST.matcher(named)
                .results()
                .filter(name -> !exists(name))
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(missing).isEmpty();
    }

    /** The annotations and the name of a method stand in one block without empty line. */
    private static boolean exists(MatchResult name) {
        Pattern method = Pattern.compile(
                "@(?:Parameterized|Repeated)?Test\\b(?:(?!\\R\\s*\\R)[\\s\\S])*?\\bvoid " + name.group(2) + "\\(");
        return TESTS.stream()
                .filter(file -> file.endsWith(name.group(1) + ".java"))
                .anyMatch(file -> method.matcher(read(file)).find());
    }

    @Test
    void eachThreatHasItsTestOrSaysThatThereIsNone() {
        assertThat(threats()).hasSizeGreaterThan(100).allSatisfy(row -> {
            assertThat(row).hasSize(4).noneMatch(String::isEmpty);
            boolean admitted =
                    row.get(3).startsWith("not defended") || row.get(3).startsWith("the deployer's part");
            assertThat(admitted || TEST.matcher(row.get(3)).find())
                    .as("%s", row)
                    .isTrue();
        });
    }

    @Test
    @DisplayName("RFC 9700 §2.1 to §2.6 and §4.1 to §4.17 each have a row")
    void leavesOutNoSectionOfTheBestCurrentPractice() {
        Stream<String> expected = Stream.concat(
                IntStream.rangeClosed(1, 6).mapToObj(i -> "§2." + i),
                IntStream.rangeClosed(1, 17).mapToObj(i -> "§4." + i));
        Set<String> sections = new TreeSet<>();
        threats().forEach(row -> sections.add(row.get(0).replaceAll("^(§\\d+\\.\\d+).*", "$1")));
        assertThat(sections).containsAll(expected.toList());
    }

    @ParameterizedTest
    @DisplayName("MCP: each heading of the authorization text's security considerations and of Security Best Practices")
    @ValueSource(
            strings = {
                "Token Audience Binding",
                "Token Theft",
                "Communication Security",
                "Authorization Code Protection",
                "Mix-Up Attacks",
                "Open Redirection",
                "Client ID Metadata Document Security",
                "Confused Deputy Problem",
                "Access Token Privilege Restriction",
                "Token Passthrough",
                "SSRF",
                "SSRF Against Authorization Servers",
                "State Handle Hijacking",
                "Session Hijacking",
                "Local MCP Server Compromise",
                "Authorization URL Validation",
                "stdio in Proxy Scenarios",
                "Localhost Redirect URI Impersonation",
                "CIMD Trust Policies",
                "Scope Minimization"
            })
    void leavesOutNoHeadingOfTheProtocol(String heading) {
        assertThat(threats()).anyMatch(row -> row.get(0).startsWith(heading));
    }

    @Test
    void listsEachOptionThatWeakensSecurity() {
        String listed = optOuts().toString();
        List<String> methods = MODULES.stream()
                .flatMap(module -> sources(module.resolve("src/main/java")))
                .flatMap(file -> OPT_OUT.matcher(read(file)).results())
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(methods)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(method -> assertThat(listed).containsPattern("\\b" + method + "\\b"));
        assertThat(Tolerance.values())
                .allSatisfy(tolerance -> assertThat(listed).contains("`" + tolerance.id() + "`"));
        assertThat(optOuts())
                .allSatisfy(row -> assertThat(TEST.matcher(row.get(2)).find())
                        .as("%s", row)
                        .isTrue());
    }

    @Test
    void eachSpecificationOfTheReadmeHasItsTest() {
        assertThat(specifications()).hasSizeGreaterThan(20).allSatisfy(row -> {
            assertThat(row).hasSize(3);
            boolean absent = row.get(1).equals("not yet");
            assertThat(absent || TEST.matcher(row.get(2)).find()).as("%s", row).isTrue();
        });
    }
}
