package dev.mcpoauth.core.diagnostics;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What all loggers write at TRACE, causes and key-value pairs included, until it is closed. Not what a container and an HTTP
 * client write, which write down what is on the wire: they are not ours to keep quiet.
 */
public final class TraceLog implements AutoCloseable {
    private static final List<String> OF_OTHERS =
            List.of("org.eclipse.jetty", "jdk.httpclient", "com.sun.net.httpserver");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<String, Level> levels = new HashMap<>();
    private final AppenderBase<ILoggingEvent> capture = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(text(event));
        }
    };

    private TraceLog() {}

    /** Listens from here on. */
    public static TraceLog start() {
        TraceLog log = new TraceLog();
        log.level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.TRACE);
        OF_OTHERS.forEach(name -> log.level(name, Level.OFF));
        Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.capture.setContext(root.getLoggerContext());
        log.capture.start();
        root.addAppender(log.capture);
        return log;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static String text(ILoggingEvent event) {
        String cause = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                + event.getMDCPropertyMap() + " " + cause;
    }

    private void level(String name, Level level) {
        levels.put(name, logger(name).getLevel());
        logger(name).setLevel(level);
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Forgets the lines so far. */
    public void clear() {
        lines.clear();
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(capture);
        levels.forEach((name, level) -> logger(name).setLevel(level));
    }
}
