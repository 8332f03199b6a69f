package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code about the client side in docs/stores.md compiles as it stands. */
class StoresDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "stores.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static final String FRAME = """
            import dev.mcpoauth.client.*;
            import dev.mcpoauth.client.login.*;
            import dev.mcpoauth.client.registration.*;
            import dev.mcpoauth.client.store.*;
            import dev.mcpoauth.client.store.contract.*;
            import dev.mcpoauth.core.json.*;
            import java.io.*;
            import java.nio.file.*;
            import java.time.*;

            class %s {
                static Object freshBackend() {
                    return new Object();
                }

                static class MyCredentialStore implements CredentialStore {
                    MyCredentialStore(Object backend) {}
                    public JsonObject load(String key) { return JsonObject.EMPTY; }
                    public boolean compareAndSet(String key, JsonObject expected, JsonObject next) { return false; }
                    public <T> T withLock(String key, Duration patience, Guarded<T> action)
                            throws IOException, InterruptedException {
                        return action.run();
                    }
                }

                %s
            }
            """;

    private static final String METHOD = """
            static void run(Path directory, Path elsewhere, UserAgent userAgent, RegistrationSettings registration)
                    throws IOException {
            %s
            }
            """;

    @TempDir
    private Path scratch;

    @Test
    void everySnippetOfTheClientSideCompiles() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> snippets = JAVA.matcher(document.substring(document.indexOf("## Client side")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(3);
        for (String snippet : snippets) {
            String code = snippet.lines()
                    .filter(line -> !line.startsWith("```"))
                    .reduce("", (all, line) -> all + line + "\n");
            compile("Snippet" + snippets.indexOf(snippet), code);
        }
    }

    private void compile(String name, String code) throws IOException {
        String body = code.startsWith("class") ? "static " + code : METHOD.formatted(code);
        Path source = Files.writeString(scratch.resolve(name + ".java"), FRAME.formatted(name, body));
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
