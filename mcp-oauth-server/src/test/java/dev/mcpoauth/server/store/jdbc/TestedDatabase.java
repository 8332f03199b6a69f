package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.server.store.backend.MariaDbServer;
import dev.mcpoauth.server.store.backend.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** The kinds of database that the store is tested on. A test of one that is not installed here is skipped. */
enum TestedDatabase {
    H2_MEMORY {
        @Override
        FreshDatabase fresh() {
            return new FreshDatabase("jdbc:h2:mem:" + uniqueName() + ";DB_CLOSE_DELAY=-1");
        }
    },
    H2_FILE {
        @Override
        FreshDatabase fresh() throws IOException {
            Path folder = newFolder();
            return new FreshDatabase("jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0", folder);
        }
    },
    SQLITE {
        @Override
        FreshDatabase fresh() throws IOException {
            Path folder = newFolder();
            return new FreshDatabase(
                    "jdbc:sqlite:" + folder.resolve("store") + "?journal_mode=WAL&synchronous=FULL", folder);
        }
    },
    POSTGRESQL {
        @Override
        FreshDatabase fresh() throws SQLException {
            String name = uniqueName();
            String url = PostgresServer.shared().url();
            FreshDatabase.execute(url, "CREATE SCHEMA " + name);
            return new FreshDatabase(url + "&currentSchema=" + name);
        }
    },
    MARIADB {
        @Override
        FreshDatabase fresh() {
            return new FreshDatabase(MariaDbServer.shared().url(uniqueName()));
        }
    };

    private final Deque<FreshDatabase> usedBefore = new ConcurrentLinkedDeque<>();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** An empty database that nobody else uses. */
    abstract FreshDatabase fresh() throws IOException, SQLException;

    /** A database without rows that nobody else uses; perhaps used before, because making tables takes a server long. */
    final FreshDatabase empty() throws IOException, SQLException {
        FreshDatabase database = usedBefore.poll();
        return database == null ? fresh() : database;
    }

    /** When a test is done with it. */
    final void giveBack(FreshDatabase database) throws IOException, SQLException {
        if (database.isInFiles()) {
            database.close();
        } else {
            database.clear();
            usedBefore.add(database);
        }
    }

    private static String uniqueName() {
        return "store_" + NUMBERS.incrementAndGet();
    }

    private static Path newFolder() throws IOException {
        return Files.createTempDirectory("mcp-oauth-jdbc-");
    }
}
