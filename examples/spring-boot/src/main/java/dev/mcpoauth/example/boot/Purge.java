package dev.mcpoauth.example.boot;

import dev.mcpoauth.server.AuthorizationServer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what has expired, a thousand rows at a time; any number of nodes may do it at once. */
@Component
class Purge {
    private static final int ROWS = 1000;

    private final AuthorizationServer server;

    Purge(AuthorizationServer server) {
        this.server = server;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void purge() {
        server.purge(ROWS);
    }
}
