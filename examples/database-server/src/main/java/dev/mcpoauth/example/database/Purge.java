package dev.mcpoauth.example.database;

import dev.mcpoauth.server.AuthorizationServer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has expired, some at a time, once a minute. */
final class Purge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
    private static final int BATCH = 500;

    private final AuthorizationServer server;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "purge");
        thread.setDaemon(true);
        return thread;
    });

    private Purge(AuthorizationServer server) {
        this.server = server;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A round reports its own failure, and the next one tries again.
    static Purge of(AuthorizationServer server) {
        Purge purge = new Purge(server);
        purge.timer.scheduleWithFixedDelay(purge::run, 1, 1, TimeUnit.MINUTES);
        return purge;
    }

    private void run() {
        try {
            while (server.purge(BATCH).more() && !timer.isShutdown()) LOG.debug("More has expired");
        } catch (RuntimeException e) {
            LOG.warn("Expired state stays for now", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
