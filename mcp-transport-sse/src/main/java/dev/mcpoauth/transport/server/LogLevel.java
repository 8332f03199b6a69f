package dev.mcpoauth.transport.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Severity of a log message to the client, least severe first (RFC 5424 §6.2.1). */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /** The level of this wire name. */
    public static Optional<LogLevel> parse(String wire) {
        return Arrays.stream(values())
                .filter(level -> level.wire().equals(wire))
                .findFirst();
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
