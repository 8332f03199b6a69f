package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * Bounds on fetching documents from URLs that strangers chose: metadata documents of clients, and their key sets. Immutable;
 * see {@link Builder} for units, defaults and bounds.
 */
public final class FetchSettings {
    private final int documentBytes;
    private final Duration time;
    private final Duration leastFresh;
    private final Duration usuallyFresh;
    private final Duration mostFresh;
    private final Duration staleIfError;
    private final Duration retryPause;
    private final int perHost;
    private final int perServer;
    private final int concurrent;
    private final int remembered;
    private final boolean loopback;

    private FetchSettings(Builder from) {
        this.documentBytes = from.documentBytes;
        this.time = from.time;
        this.leastFresh = from.leastFresh;
        this.usuallyFresh = from.usuallyFresh;
        this.mostFresh = from.mostFresh;
        this.staleIfError = from.staleIfError;
        this.retryPause = from.retryPause;
        this.perHost = from.perHost;
        this.perServer = from.perServer;
        this.concurrent = from.concurrent;
        this.remembered = from.remembered;
        this.loopback = from.loopback;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The defaults. */
    public static FetchSettings defaults() {
        return new Builder().build();
    }

    /** The largest document in bytes. */
    public int documentBytes() {
        return documentBytes;
    }

    /** The time for one document, from the name's resolution to the last byte. */
    public Duration time() {
        return time;
    }

    /** How long a document is kept at least. */
    public Duration leastFresh() {
        return leastFresh;
    }

    /** How long a document is kept that does not say. */
    public Duration usuallyFresh() {
        return usuallyFresh;
    }

    /** How long a document is kept at most. */
    public Duration mostFresh() {
        return mostFresh;
    }

    /** How long a document stays good beyond that while its host is down. */
    public Duration staleIfError() {
        return staleIfError;
    }

    /** How long a URL that failed is left alone. */
    public Duration retryPause() {
        return retryPause;
    }

    /** New URLs fetched from one host per window of the rate limits. */
    public int perHost() {
        return perHost;
    }

    /** New URLs fetched per window of the rate limits, from all hosts together. */
    public int perServer() {
        return perServer;
    }

    /** Documents fetched at the same time. */
    public int concurrent() {
        return concurrent;
    }

    /** Documents of one kind that are remembered. */
    public int remembered() {
        return remembered;
    }

    /** Whether loopback addresses and plain http to them are allowed, against the rule. */
    public boolean dangerouslyAllowsLoopback() {
        return loopback;
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private int documentBytes = 16 * 1024;
        private Duration time = Duration.ofSeconds(5);
        private Duration leastFresh = Duration.ofMinutes(1);
        private Duration usuallyFresh = Duration.ofHours(1);
        private Duration mostFresh = Duration.ofDays(1);
        private Duration staleIfError = Duration.ofDays(1);
        private Duration retryPause = Duration.ofSeconds(15);
        private int perHost = 60;
        private int perServer = 600;
        private int concurrent = 16;
        private int remembered = 1000;
        private boolean loopback;

        private Builder() {}

        /** The largest document: 16 KiB by default, from 1 KiB to 1 MiB. */
        public Builder documentBytes(int bytes) {
            this.documentBytes = bytes;
            return this;
        }

        /** The time for one document, name resolution included: 5 seconds by default, up to one minute. */
        public Builder time(Duration limit) {
            this.time = limit;
            return this;
        }

        /**
         * Between which bounds the {@code Cache-Control} and {@code Age} of a response count: one minute and one day by
         * default.
         */
        public Builder freshness(Duration least, Duration most) {
            this.leastFresh = least;
            this.mostFresh = most;
            return this;
        }

        /** How long a document is kept whose response does not say: one hour by default. */
        public Builder usuallyFresh(Duration life) {
            this.usuallyFresh = life;
            return this;
        }

        /** How long a document stays good after that while its host does not answer: one day by default. */
        public Builder staleIfError(Duration life) {
            this.staleIfError = life;
            return this;
        }

        /** How long a URL that failed is not fetched again: 15 seconds by default. */
        public Builder retryPause(Duration pause) {
            this.retryPause = pause;
            return this;
        }

        /** How many new URLs of one host are fetched per window: 60 by default. What was good before does not count. */
        public Builder perHost(int count) {
            this.perHost = count;
            return this;
        }

        /** How many new URLs are fetched per window from all hosts: 600 by default. */
        public Builder perServer(int count) {
            this.perServer = count;
            return this;
        }

        /** How many documents are fetched at the same time: 16 by default. */
        public Builder concurrent(int count) {
            this.concurrent = count;
            return this;
        }

        /**
         * How many documents of clients, and how many key sets, are remembered: 1000 by default. Those that are asked for most
         * stay; each takes a few times its size in memory.
         */
        public Builder remembered(int count) {
            this.remembered = count;
            return this;
        }

        /**
         * Weakens the guard: lets strangers make this server send requests to itself and to anything else that listens on
         * its loopback addresses, and to do so in plain http. For tests and development on one machine only.
         */
        public Builder dangerouslyAllowLoopback() {
            this.loopback = true;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if a bound is broken
         */
        public FetchSettings build() {
            require(
                    documentBytes >= 1024 && documentBytes <= 1024 * 1024,
                    "document bytes must be from 1024 to 1048576");
            require(isPositive(time) && time.compareTo(Duration.ofMinutes(1)) <= 0, "time must be up to one minute");
            require(
                    !leastFresh.isNegative() && leastFresh.compareTo(mostFresh) <= 0,
                    "freshness must be from least to most");
            require(!staleIfError.isNegative() && !usuallyFresh.isNegative(), "times must not be negative");
            require(isPositive(retryPause), "retry pause must be positive");
            require(perHost > 0 && perServer > 0 && concurrent > 0 && remembered > 0, "counts must be positive");
            return new FetchSettings(this);
        }

        private static boolean isPositive(Duration time) {
            return !time.isNegative() && !time.isZero();
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException("fetch settings: " + rule);
            }
        }
    }
}
