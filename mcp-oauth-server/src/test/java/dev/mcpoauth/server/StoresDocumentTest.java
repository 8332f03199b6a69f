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
    private static final Pattern JAVA = Pattern.compile("(?ms)(?<!-->\\n)^```java\\n(.*?)^```$");

    private static final String IMPORTS = """
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.core.store.contract.*;
            import dev.mcpoauth.core.store.memory.*;
            import dev.mcpoauth.core.store.transfer.*;
            import dev.mcpoauth.server.store.jdbc.*;
            import dev.mcpoauth.server.store.redis.*;
            import java.io.*;
            import java.nio.file.*;
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
                """.formatted(snippet("JdbcSchema.ddl")));
    }

    @Test
    void theAdaptersOfRedisClientsCompile() throws IOException {
        compile("Adapters", """
                import io.lettuce.core.ScriptOutputType;
                import io.lettuce.core.api.sync.RedisCommands;
                import io.lettuce.core.codec.ByteArrayCodec;

                class Adapters {
                    static void run(redis.clients.jedis.RedisClient jedis, io.lettuce.core.RedisClient lettuce) {
                %s
                    }
                }
                """.formatted(snippet("RedisOAuthStore.builder")));
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
                """.formatted(snippet("MyStoreTest")));
    }

    @Test
    void movingAStoreCompiles() throws IOException {
        compile("Moving", """
                class Moving {
                    static void move(TransferableStore from, TransferableStore to, Path file) throws IOException {
                %s
                    }
                }
                """.formatted(snippet("StoreTransfer")));
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

    /** The one block that has this text in it. Blocks under the name of a file are parts of that file, tested where it is. */
    private static String snippet(String with) throws IOException {
        List<String> found = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(with))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
