package dev.mcpoauth.transport.client;

/** Daemon threads for handlers, which may wait for a person. */
final class Background {

    private Background() {}

    static void start(Runnable work) {
        Thread thread = new Thread(work, "mcp-client-handler");
        thread.setDaemon(true);
        thread.start();
    }
}
