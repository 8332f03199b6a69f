package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.OAuthStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;

/** Opens stores on H2 databases and remembers which data source is whose. */
final class H2StoreFixture {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ConcurrentHashMap<OAuthStore, FaultyDataSource> sources = new ConcurrentHashMap<>();

    static JdbcDataSource source(String url) {
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        source.setPassword("");
        return source;
    }

    static String freshMemoryUrl() {
        return "jdbc:h2:mem:store" + NUMBERS.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
    }

    OAuthStore open(String url) {
        var source = new FaultyDataSource(source(url));
        OAuthStore store = JdbcOAuthStore.open(source);
        sources.put(store, source);
        return store;
    }

    FaultyDataSource sourceOf(OAuthStore store) {
        return sources.get(store);
    }
}
