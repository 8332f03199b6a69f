package dev.mcpoauth.example.database.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import dev.mcpoauth.server.store.redis.RedisOAuthStore;
import dev.mcpoauth.transport.shared.redis.RedisNodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the authorization server remembers, with the connections to it. No SQL of a tool can reach it. */
public final class OpenStore implements AutoCloseable {

    private final OAuthStore store;
    private final Optional<RedisNodes> nodes;
    private final Runnable disconnect;

    OpenStore(OAuthStore store, Optional<RedisNodes> nodes, Runnable disconnect) {
        this.store = store;
        this.nodes = nodes;
        this.disconnect = disconnect;
    }

    /** A database of this node alone, in this directory. */
    public static OpenStore embedded(Path directory, StoreLimits limits) {
        return over(new HikariDataSource(JdbcPool.embedded(directory, limits)));
    }

    /**
     * What several nodes share.
     *
     * @throws IOException if it cannot be reached, or does not let this node in; says nothing secret
     */
    public static OpenStore shared(StoreUrl url, StoreLimits limits) throws IOException {
        try {
            return url.isRedis()
                    ? over(RedisPool.of(url, limits))
                    : over(new HikariDataSource(JdbcPool.shared(url, limits)));
        } catch (RuntimeException e) {
            throw new IOException("the store at " + url + " cannot be opened: " + reason(e), e);
        }
    }

    private static OpenStore over(HikariDataSource pool) {
        try {
            return new OpenStore(JdbcOAuthStore.open(pool), Optional.empty(), pool::close);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static OpenStore over(RedisPool pool) {
        try {
            OAuthStore store = RedisOAuthStore.builder(pool::eval).open();
            return new OpenStore(store, Optional.of(new RedisNodes(pool::eval)), pool::close);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** What the driver said: it knows of no password that it could repeat. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        return String.valueOf(root.getMessage());
    }

    /** The store. */
    public OAuthStore store() {
        return store;
    }

    /** What else nodes can share there: sessions of MCP and what they tell each other. */
    public Optional<RedisNodes> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.ifPresent(RedisNodes::close);
        try {
            store.close();
        } finally {
            disconnect.run();
        }
    }
}
