package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/stores.md compiles as it stands. */
class StoresDocumentTest {
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
        DocumentedCode.compiles(name, IMPORTS + code, scratch);
    }

    /** The one block that has this text in it. Blocks under the name of a file are parts of that file, tested where it is. */
    private static String snippet(String with) throws IOException {
        List<String> found = DocumentedCode.of("stores.md").blocks().stream()
                .filter(block -> block.contains(with))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
