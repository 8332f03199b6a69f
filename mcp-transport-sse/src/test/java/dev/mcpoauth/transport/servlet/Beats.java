package dev.mcpoauth.transport.servlet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A heart that beats when the test says so. */
final class Beats implements Ticker {

    private final List<Runnable> beats = new CopyOnWriteArrayList<>();
    private volatile Duration interval = Duration.ZERO;

    @Override
    public Runnable every(Duration interval, Runnable beat) {
        this.interval = interval;
        beats.add(beat);
        return () -> beats.remove(beat);
    }

    Duration interval() {
        return interval;
    }

    void beat() {
        beats.forEach(Runnable::run);
    }
}
