package dev.mcpoauth.example.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A database behind a pool of as many connections as there are threads. */
final class JdbcCandidate implements Candidate {
    private static final int CONNECTIONS = 32;

    private final String name;
    private final String url;
    private final String fillingUrl;
    private final Closeable backend;
    private final List<HikariDataSource> pools = new ArrayList<>();

    /**
     * A database.
     *
     * @param url with which what is acknowledged is on disk
     * @param fillingUrl of the same database, where that may come later
     * @param backend what to close in the end
     */
    JdbcCandidate(String name, String url, String fillingUrl, Closeable backend) {
        this.name = name;
        this.url = url;
        this.fillingUrl = fillingUrl;
        this.backend = backend;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TransferableStore open() {
        return JdbcOAuthStore.open(pool(url));
    }

    @Override
    public TransferableStore openForFilling() {
        return JdbcOAuthStore.open(pool(fillingUrl));
    }

    /** One pool at a time: an embedded database may have one URL only. */
    private HikariDataSource pool(String jdbcUrl) {
        closePools();
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(CONNECTIONS);
        var pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    private void closePools() {
        pools.forEach(HikariDataSource::close);
        pools.clear();
    }

    @Override
    public void close() throws IOException {
        closePools();
        backend.close();
    }
}
