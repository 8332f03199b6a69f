package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/client.md compiles as it stands, and the tests that it names exist. */
class ClientDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "client.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)\\.([a-z]\\w+)`");

    /** What the text takes for given. */
    private static final String FRAME = """
            import dev.mcpoauth.client.*;
            import dev.mcpoauth.client.authentication.*;
            import dev.mcpoauth.client.binding.*;
            import dev.mcpoauth.client.binding.spring.*;
            import dev.mcpoauth.client.error.AuthException.LoginRequired;
            import dev.mcpoauth.client.grant.*;
            import dev.mcpoauth.client.jose.*;
            import dev.mcpoauth.client.login.*;
            import dev.mcpoauth.client.provider.*;
            import dev.mcpoauth.client.registration.*;
            import dev.mcpoauth.client.store.*;
            import dev.mcpoauth.core.*;
            import dev.mcpoauth.core.diagnostics.*;
            import dev.mcpoauth.core.journal.*;
            import dev.mcpoauth.core.secret.*;
            import java.net.URI;
            import java.net.http.*;
            import java.net.http.HttpResponse.BodyHandlers;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.function.*;
            import org.springframework.http.client.JdkClientHttpRequestFactory;
            import org.springframework.web.client.RestClient;

            class %s {
                static Path directory;
                static RegistrationSettings registration;
                static UserAgent userAgent;
                static AttemptStore attempts;
                static CredentialStore credentials;
                static ResourceSession session;
                static ClientIdentity atProvider;
                static URI server, providerTokenEndpoint;
                static HttpRequest request;
                static String user, query, secret, pem, callersToken, idToken;

                static void redirect(URI url) {}

                static void run() throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    private String document = "";

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(DOCUMENT);
    }

    @Test
    void everySnippetCompiles() throws IOException {
        List<String> snippets =
                JAVA.matcher(document).results().map(block -> block.group(1)).toList();
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(7);
        for (int i = 0; i < snippets.size(); i++) {
            compile("Snippet" + i, snippets.get(i));
        }
    }

    @Test
    void theTestsThatItNamesExist() throws Exception {
        List<MatchResult> named = TEST.matcher(document).results().toList();
        assertThat(named).hasSizeGreaterThan(20);
        for (MatchResult test : named) {
            assertThat(methods(test.group(1))).as(test.group()).contains(test.group(2));
        }
    }

    private static List<String> methods(String simpleName) throws Exception {
        Path root = Path.of(ClientDocumentTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            Path file = files.filter(
                            candidate -> candidate.getFileName().toString().equals(simpleName + ".class"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + simpleName));
            String name = root.relativize(file).toString().replace(".class", "").replace('/', '.');
            Class<?> type = Class.forName(name, false, ClientDocumentTest.class.getClassLoader());
            return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
                    .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
                    .map(Method::getName)
                    .collect(Collectors.toList());
        }
    }

    private void compile(String name, String code) throws IOException {
        Path source = Files.writeString(scratch.resolve(name + ".java"), FRAME.formatted(name, code));
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
