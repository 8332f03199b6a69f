package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/authorization-server.md compiles as it stands, from the first block to the last in one method. */
class AuthorizationServerDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "authorization-server.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static final String BEFORE = """
            import dev.mcpoauth.core.*;
            import dev.mcpoauth.core.diagnostics.*;
            import dev.mcpoauth.core.journal.*;
            import dev.mcpoauth.core.json.*;
            import dev.mcpoauth.core.secret.*;
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.server.*;
            import dev.mcpoauth.server.client.metadata.GrantTypes;
            import dev.mcpoauth.server.diagnostics.*;
            import dev.mcpoauth.server.grant.*;
            import dev.mcpoauth.server.login.Accounts;
            import dev.mcpoauth.server.login.Subject;
            import dev.mcpoauth.server.resource.*;
            import dev.mcpoauth.server.resource.servlet.*;
            import dev.mcpoauth.server.servlet.*;
            import dev.mcpoauth.server.settings.*;
            import dev.mcpoauth.server.store.jdbc.*;
            import jakarta.servlet.*;
            import java.time.*;
            import java.util.*;

            class Snippets {
                record Person(String id, String fullName, String accountNumber) {}
                interface Directory {
                    Optional<Person> check(String name, String password);
                    Optional<Person> byMail(String address);
                }
                interface Archive { void keep(Instant at, String what, Map<String, String> facts); }

                static void run(ServletContext servletContext, javax.sql.DataSource dataSource, OAuthStore store,
                        Directory directory, Archive archive, String secret, AuthenticatedCaller caller) {
            """;

    @TempDir
    private Path scratch;

    @Test
    void theCodeCompiles() throws IOException {
        List<String> snippets = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(snippets).hasSizeGreaterThan(4);
        String code = BEFORE + String.join("\n", snippets) + "    }\n}\n";
        Path source = Files.writeString(scratch.resolve("Snippets.java"), code);
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
