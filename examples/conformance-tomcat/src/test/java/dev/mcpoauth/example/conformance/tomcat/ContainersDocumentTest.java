package dev.mcpoauth.example.conformance.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code in docs/containers.md compiles as it stands. */
class ContainersDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "containers.md");

    private static final String IMPORTS = """
            import dev.mcpoauth.transport.server.*;
            import dev.mcpoauth.transport.servlet.*;
            import jakarta.servlet.*;
            import java.util.*;
            import org.springframework.boot.autoconfigure.*;
            import org.springframework.boot.web.servlet.ServletRegistrationBean;
            import org.springframework.context.*;
            import org.springframework.context.annotation.*;
            import org.springframework.context.event.*;
            """;

    private static final String METHOD = """
            class Snippet {
                static void run(McpServer server, ServletContext context, jakarta.servlet.Filter authentication) {
            %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"java", "java spring-boot"})
    void itsCodeCompiles(String language) throws Exception {
        List<String> blocks = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) compile(language.equals("java") ? METHOD.formatted(block) : block);
    }

    @Test
    void noticesCodeThatDoesNotCompile() {
        assertThat(complaints("class Broken { Nothing nothing; }")).contains("Nothing");
    }

    private void compile(String code) {
        assertThat(complaints(code)).as(code).isEmpty();
    }

    private String complaints(String code) {
        StringWriter complaints = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Path source = Files.writeString(scratch.resolve("Snippets.java"), IMPORTS + code);
            List<String> options =
                    List.of("-d", scratch.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            return compiled ? "" : complaints.toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
