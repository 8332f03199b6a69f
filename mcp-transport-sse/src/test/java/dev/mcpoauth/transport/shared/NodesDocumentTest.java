package dev.mcpoauth.transport.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/nodes.md compiles as it stands, and the class names that it mentions exist. */
class NodesDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "nodes.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final String FRAME = """
            import dev.mcpoauth.transport.server.*;
            import dev.mcpoauth.transport.servlet.*;
            import dev.mcpoauth.transport.shared.redis.*;

            final class Snippet {
                static void run(redis.clients.jedis.RedisClient jedis, byte[] key) {
            %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    @Test
    void everySnippetCompiles() throws Exception {
        List<String> snippets = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(snippets).hasSize(1);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (String snippet : snippets) {
            StringWriter said = new StringWriter();
            List<String> options = List.of("-d", scratch.toString(), "-proc:none");
            boolean compiled = compiler.getTask(said, null, null, options, null, List.of(source(snippet)))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static JavaFileObject source(String snippet) {
        return new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return FRAME.formatted(snippet);
            }
        };
    }
}
