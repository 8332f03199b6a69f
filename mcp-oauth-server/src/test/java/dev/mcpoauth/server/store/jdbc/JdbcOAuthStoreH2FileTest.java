package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import dev.mcpoauth.core.store.contract.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class JdbcOAuthStoreH2FileTest extends OAuthStoreContract {
    @TempDir
    private static Path folder;

    private final H2StoreFixture h2 = new H2StoreFixture();
    private final Map<OAuthStore, String> names = new ConcurrentHashMap<>();
    /** A connection for each open database: H2 closes a file with its last connection, and there is no pool here. */
    private final Map<String, Connection> anchors = new ConcurrentHashMap<>();

    private static String url(String name) {
        return "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0";
    }

    private OAuthStore open(String name) throws SQLException {
        anchors.put(name, H2StoreFixture.source(url(name)).getConnection());
        OAuthStore store = h2.open(url(name));
        names.put(store, name);
        return store;
    }

    @Override
    public OAuthStore newStore() throws SQLException {
        return open(Samples.hash().encoded());
    }

    /** Without its anchor H2 closes the database, so that this really reads the file again. */
    @Override
    public Optional<OAuthStore> sameData(OAuthStore store) throws SQLException {
        anchors.remove(names.get(store)).close();
        return Optional.of(open(names.get(store)));
    }

    @AfterEach
    void closeDatabases() throws SQLException {
        for (Connection anchor : anchors.values()) {
            anchor.close();
        }
    }

    @Override
    public Optional<AutoCloseable> outage(OAuthStore store) {
        h2.sourceOf(store).down(true);
        return Optional.of(() -> h2.sourceOf(store).down(false));
    }

    /** The database file itself, which shows more than its tables would. */
    @Override
    public Optional<byte[]> dump(OAuthStore store) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(names.get(store)))
                    .toList()) {
                bytes.writeBytes(Files.readAllBytes(file));
            }
        }
        return Optional.of(bytes.toByteArray());
    }
}
