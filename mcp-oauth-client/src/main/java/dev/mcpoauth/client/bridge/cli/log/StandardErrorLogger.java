package dev.mcpoauth.client.bridge.cli.log;

import dev.mcpoauth.client.error.Printable;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes {@code 12:30:05.123 [thread] WARN name - text} and the stack trace, in one piece. What servers said may be in both, so that neither
 * text holds what ends a line or controls a terminal. Thread-safe.
 */
@SuppressWarnings("serial") // by its superclass; nobody writes a logger
final class StandardErrorLogger extends LegacyAbstractLogger {
    private final int least;

    StandardErrorLogger(String name, int least) {
        this.name = name;
        this.least = least;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        StringBuilder line = new StringBuilder()
                .append(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS))
                .append(" [" + Thread.currentThread().getName() + "] ")
                .append(level + " " + name + " - " + Printable.whole(text));
        for (Throwable at = cause; at != null; at = at.getCause()) {
            append(line, at);
        }
        System.err.println(line);
    }

    private static void append(StringBuilder line, Throwable thrown) {
        line.append('\n').append(Printable.whole(thrown.toString()));
        for (StackTraceElement element : thrown.getStackTrace()) {
            line.append("\n\tat ").append(element);
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    private boolean logs(Level level) {
        return level.toInt() >= least;
    }

    @Override
    public boolean isTraceEnabled() {
        return logs(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return logs(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return logs(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return logs(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return logs(Level.ERROR);
    }
}
