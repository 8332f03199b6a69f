package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription of the session era: one {@code resources/subscribe} per resource. */
final class ResourceSubscription implements Subscription {

    private static final Logger log = LoggerFactory.getLogger(ResourceSubscription.class);

    private final McpClient client;
    private final Interest interest;
    private volatile boolean open = true;

    private ResourceSubscription(McpClient client, Interest interest) {
        this.client = client;
        this.interest = interest;
    }

    static Subscription open(McpClient client, Interest interest)
            throws IOException, McpException, InterruptedException {
        for (String uri : interest.resourceUris()) client.request("resources/subscribe", params(uri));
        return new ResourceSubscription(client, interest);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (!open) return;
        open = false;
        try {
            for (String uri : interest.resourceUris()) client.request("resources/unsubscribe", params(uri));
        } catch (IOException | McpException e) {
            log.debug("The server did not take the end of a subscription", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Json params(String uri) {
        return Json.object().put("uri", uri).build();
    }
}
