package dev.mcpoauth.transport.client;

/** An open subscription to changes. */
public interface Subscription extends AutoCloseable {

    /** Whether changes still arrive; false once it was closed or the server could not be brought to send any more. */
    boolean isOpen();

    /** Ends it. */
    @Override
    void close();
}
