package dev.mcpoauth.server.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import java.util.ArrayList;
import java.util.List;

/** The process that gets killed: several threads of load on an embedded database, and a line for each note. */
final class CrashWriter {
    private static final int THREADS = 4;

    private CrashWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(arguments[0]);
        OAuthStore store = JdbcOAuthStore.open(pool);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            var thread = new Thread(new CrashLoad(store, CrashWriter::print));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static synchronized void print(CrashNote note) {
        System.out.println(note.line());
        System.out.flush();
    }
}
