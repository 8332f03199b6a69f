package dev.mcpoauth.client.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what the platform gives no deadline for, such as the resolution of a name. */
final class Within {
    private Within() {}

    /**
     * The result of the call, which goes on in vain on its own thread if it is too slow.
     *
     * @throws IOException if it fails, or not in time
     */
    static <T> T time(Duration patience, String what, Callable<T> call) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "mcp-oauth-doctor");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(what + " took longer than " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(what + " failed", e.getCause());
        } finally {
            thread.interrupt();
        }
    }
}
