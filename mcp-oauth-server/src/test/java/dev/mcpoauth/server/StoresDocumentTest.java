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

/** The code in docs/stores.md compiles as it stands. */
class StoresDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "stores.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static final String IMPORTS = """
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.core.store.contract.*;
            import dev.mcpoauth.core.store.memory.*;
            import dev.mcpoauth.server.store.jdbc.*;
            import javax.sql.DataSource;
            """;

    @TempDir
    private Path scratch;

    @Test
    void theStatementsCompile() throws IOException {
        compile("Statements", """
                class Statements {
                    static void run(DataSource dataSource) {
                %s
                    }
                }
                """.formatted(snippets().get(0)));
    }

    @Test
    void theContractOfAStoreOfOnesOwnCompiles() throws IOException {
        compile("Contract", """
                class Contract {
                    static Object freshBackend() {
                        return new Object();
                    }

                    static class MyStore extends Facets {
                        MyStore(Object backend) {}
                    }

                    static class Facets implements OAuthStore {
                        public StoreCapabilities capabilities() { throw new StoreException("down"); }
                        public ClientStore clients() { throw new StoreException("down"); }
                        public GrantStore grants() { throw new StoreException("down"); }
                        public CodeStore codes() { throw new StoreException("down"); }
                        public TokenStore tokens() { throw new StoreException("down"); }
                        public TransactionStore transactions() { throw new StoreException("down"); }
                        public ReplayStore replay() { throw new StoreException("down"); }
                        public PurgeResult purge(java.time.Instant now, int batch) { throw new StoreException("down"); }
                        public void close() {}
                    }

                %s
                }
                """.formatted(snippets().get(1)));
    }

    private void compile(String name, String code) throws IOException {
        Path source = Files.writeString(scratch.resolve(name + ".java"), IMPORTS + code);
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

    private static List<String> snippets() throws IOException {
        List<String> snippets = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(snippets).hasSize(2);
        return snippets;
    }
}
