package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription of the stateless era: a {@code subscriptions/listen} request that stays open, and is made again when its
 * stream breaks (2026-07-28, "Subscriptions").
 */
final class ListenSubscription implements Subscription {

    private static final Logger log = LoggerFactory.getLogger(ListenSubscription.class);

    private static final Duration FOREVER = Duration.ofDays(3650);
    private static final CallOptions ENDLESS = CallOptions.DEFAULT.within(FOREVER, FOREVER);
    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(5);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MAX_FAILURES = 10;

    private final McpClient client;
    private final Json params;
    /** The server has acknowledged the first request, or that one is over. */
    private final CountDownLatch begun = new CountDownLatch(1);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private ListenSubscription(McpClient client, Interest interest) {
        this.client = client;
        this.params = Json.object().put("notifications", interest.toJson()).build();
        this.thread = new Thread(this::run, "mcp-client-subscription");
        thread.setDaemon(true);
    }

    /** What changes after this has returned is heard of, if the server acknowledges as it must. */
    static Subscription open(McpClient client, Interest interest) throws InterruptedException {
        ListenSubscription subscription = new ListenSubscription(client, interest);
        subscription.thread.start();
        try {
            if (!subscription.begun.await(ACKNOWLEDGEMENT.toMillis(), TimeUnit.MILLISECONDS))
                log.warn("The server has not acknowledged the subscription");
        } catch (InterruptedException e) {
            subscription.close();
            throw e;
        }
        return subscription;
    }

    private void run() {
        try {
            int failures = 0;
            while (failures < MAX_FAILURES) {
                long start = System.nanoTime();
                if (!listen()) return;
                begun.countDown();
                boolean lasted = System.nanoTime() - start > LONGEST_WAIT.toNanos();
                failures = lasted ? 0 : failures + 1;
                if (closed.await(waitAfter(failures).toMillis(), TimeUnit.MILLISECONDS)) return;
            }
            log.warn("The subscription keeps breaking and is given up");
        } catch (InterruptedException endOfSubscription) {
            log.debug("The subscription is closed");
        } finally {
            closed.countDown();
            begun.countDown();
        }
    }

    /** True if the stream ended and can be opened again. */
    private boolean listen() throws InterruptedException {
        try {
            client.listen(params, ENDLESS, begun::countDown);
            return true;
        } catch (IOException broken) {
            log.debug("The stream of a subscription broke", broken);
            return true;
        } catch (McpException refused) {
            log.warn("The server refuses the subscription: {}", refused.getMessage());
            return false;
        }
    }

    private static Duration waitAfter(int failures) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    @Override
    public boolean isOpen() {
        return closed.getCount() > 0;
    }

    /** The interrupt cancels the request, which closes its stream. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
