package dev.mcpoauth.client.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the stores log while this is open. */
final class StoreLog implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.mcpoauth.client.store");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    StoreLog() {
        lines.start();
        logger.addAppender(lines);
    }

    List<String> from(Level level) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(level))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
