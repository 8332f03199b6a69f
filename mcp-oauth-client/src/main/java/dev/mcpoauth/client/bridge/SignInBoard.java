package dev.mcpoauth.client.bridge;

import java.util.function.Consumer;

/** Where whoever signs the user in posts what the user has to do, for the bridge to tell the host. Thread-safe. */
public final class SignInBoard {
    private volatile Consumer<SignInNotice> reader = notice -> {};

    /** A board that nobody reads yet. */
    public SignInBoard() {}

    /** Posts a notice; it holds until the connection is there or has failed. */
    public void post(SignInNotice notice) {
        reader.accept(notice);
    }

    void readBy(Consumer<SignInNotice> bridge) {
        reader = bridge;
    }
}
